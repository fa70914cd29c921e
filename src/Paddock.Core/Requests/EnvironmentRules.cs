using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>env</c>. Values may be secrets of the caller, so no message shows one.</summary>
internal static class EnvironmentRules
{
    public static Rejection? Read(JsonElement element, ExecutionsOptions options, out List<KeyValuePair<string, string>> environment)
    {
        environment = [];
        if (element.IsAbsent() || element.IsEmptyArray())
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return Rejection.Invalid($"env must be an object of names and strings, not {Show.Kind(element)}");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (environment.Count == options.MaxEnvironmentVariables)
            {
                string setting = ExecutionsOptions.Setting(nameof(options.MaxEnvironmentVariables));
                return Rejection.Invalid(
                    $"env must not have more than {options.MaxEnvironmentVariables} variables; send data as input, stdin or files, or raise {setting} on the server");
            }

            if (ReadVariable(property, options, out KeyValuePair<string, string> variable) is { } rejection)
            {
                return rejection;
            }

            environment.Add(variable);
        }

        return null;
    }

    private static Rejection? ReadVariable(JsonProperty property, ExecutionsOptions options, out KeyValuePair<string, string> variable)
    {
        variable = default;
        string? name = JsonText.NameOf(property);
        if (name is null)
        {
            return Rejection.Invalid("env has a name that holds half of a surrogate pair (such as \\ud800), which is no text");
        }

        if (CheckName(name, options) is { } badName && Layer.IsOn("request-checks"))
        {
            return badName;
        }

        string? problem = JsonText.ReadString(property.Value, out string value) ?? CheckValue(value, options);
        if (problem is not null)
        {
            return Rejection.Invalid($"{Show.Member("env", name)} {problem}");
        }

        variable = new KeyValuePair<string, string>(name, value);
        return null;
    }

    /// <summary>The rule that a variable's name breaks, or null.</summary>
    internal static Rejection? CheckName(string name, ExecutionsOptions options)
    {
        if (name.Length == 0)
        {
            return Rejection.Invalid("env has an empty name; give every variable a name");
        }

        if (name.Contains('=', StringComparison.Ordinal) || name.Any(char.IsControl))
        {
            return Rejection.Invalid($"{Show.Member("env", name)} is no name for a variable: = and control characters are not allowed in it");
        }

        int length = Encoding.UTF8.GetByteCount(name);
        return length <= options.MaxEnvironmentNameBytes ? null : Rejection.Invalid(
            $"{Show.Member("env", name)} has a name of {length} bytes, but at most {options.MaxEnvironmentNameBytes} are allowed ({ExecutionsOptions.Setting(nameof(options.MaxEnvironmentNameBytes))})");
    }

    /// <summary>The rule that a variable's value breaks, without the value, or null.</summary>
    internal static string? CheckValue(string value, ExecutionsOptions options)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            return "must not contain a NUL character (\\u0000)";
        }

        int length = Encoding.UTF8.GetByteCount(value);
        return length <= options.MaxEnvironmentValueBytes
            ? null
            : $"has a value of {length} bytes, but at most {options.MaxEnvironmentValueBytes} are allowed; send it as input, stdin or a file, or raise {ExecutionsOptions.Setting(nameof(options.MaxEnvironmentValueBytes))} on the server";
    }
}
