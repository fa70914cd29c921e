using System.Globalization;
using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>args</c>.</summary>
internal static class ArgumentRules
{
    public static Rejection? Read(JsonElement element, ExecutionsOptions options, out List<string> arguments)
    {
        arguments = [];
        if (element.IsAbsent())
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            return Rejection.Invalid($"args must be a list of strings, not {Show.Kind(element)}");
        }

        int count = element.GetArrayLength();
        if (count > options.MaxArguments)
        {
            string setting = ExecutionsOptions.Setting(nameof(options.MaxArguments));
            return Rejection.Invalid(
                $"args has {count} arguments, but at most {options.MaxArguments} are allowed; send data as stdin or files, or raise {setting} on the server");
        }

        foreach (JsonElement item in element.EnumerateArray())
        {
            string? problem = JsonText.ReadString(item, out string argument) ?? Check(argument, options);
            if (problem is not null)
            {
                return Rejection.Invalid(string.Create(CultureInfo.InvariantCulture, $"args[{arguments.Count}] {problem}"));
            }

            arguments.Add(argument);
        }

        return null;
    }

    private static string? Check(string argument, ExecutionsOptions options)
    {
        if (argument.Contains('\0', StringComparison.Ordinal))
        {
            return "must not contain a NUL character (\\u0000): an argument ends there";
        }

        int length = Encoding.UTF8.GetByteCount(argument);
        return length <= options.MaxArgumentBytes
            ? null
            : $"has {length} bytes, but at most {options.MaxArgumentBytes} are allowed; send it as stdin or a file, or raise {ExecutionsOptions.Setting(nameof(options.MaxArgumentBytes))} on the server";
    }
}
