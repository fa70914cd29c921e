using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>limits</c>.</summary>
internal static class LimitRules
{
    private const long BytesPerMiB = 1024 * 1024;

    public static Rejection? Read(JsonElement element, ExecutionsOptions options, out ExecutionLimits? limits)
    {
        limits = null;
        if (!element.IsAbsent() && !element.IsEmptyArray() && element.ValueKind != JsonValueKind.Object)
        {
            return Rejection.Invalid($"limits must be an object with execution_timeout and memory_size, not {Show.Kind(element)}");
        }

        bool given = element.ValueKind == JsonValueKind.Object;
        Limit timeout = new(
            "limits.execution_timeout", "s", options.DefaultTimeoutSeconds, 1, "", options.MaxTimeoutSeconds, nameof(options.MaxTimeoutSeconds));
        Limit memory = new(
            "limits.memory_size", "MiB", options.DefaultMemoryMiB, options.MinMemoryMiB, nameof(options.MinMemoryMiB), options.MaxMemoryMiB, nameof(options.MaxMemoryMiB));
        long mebibytes = 0;
        Rejection? rejection =
            ReadLimit(given ? JsonText.Find(element, "execution_timeout") : default, timeout, out long seconds)
            ?? ReadLimit(given ? JsonText.Find(element, "memory_size") : default, memory, out mebibytes);
        if (rejection is null)
        {
            limits = new ExecutionLimits(TimeSpan.FromSeconds(seconds), mebibytes * BytesPerMiB);
        }

        return rejection;
    }

    private static Rejection? ReadLimit(JsonElement element, in Limit limit, out long value)
    {
        value = limit.Default;
        if (element.IsAbsent())
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Number)
        {
            return Rejection.Invalid($"{limit.Field} is {Show.Value(element)}, but must be a whole number of {limit.Unit}, or left out");
        }

        if (!WholeNumber.TryRead(element, out long number))
        {
            return Rejection.Invalid($"{limit.Field} is {Show.Value(element)}, but must be a whole number of {limit.Unit}, without a fraction");
        }

        if (number == 0)
        {
            return null;
        }

        value = number;
        if (!Layer.IsOn("request-checks"))
        {
            return null;
        }

        if (number < 0)
        {
            return Rejection.Invalid($"{limit.Field} is {Show.Value(element)}, but must not be negative; leave it out, or send 0, for {limit.Default} {limit.Unit}");
        }

        if (number < limit.Least)
        {
            return Rejection.Invalid(
                $"{limit.Field} is {Show.Value(element)} {limit.Unit}, but must be at least {limit.Least} {limit.Unit} (the server's {ExecutionsOptions.Setting(limit.LeastOption)})");
        }

        return number <= limit.Most ? null : Rejection.Invalid(
            $"{limit.Field} is {Show.Value(element)} {limit.Unit}, but must not be more than {limit.Most} {limit.Unit}; raise {ExecutionsOptions.Setting(limit.MostOption)} on the server for more");
    }

    private readonly record struct Limit(string Field, string Unit, int Default, int Least, string LeastOption, int Most, string MostOption);
}
