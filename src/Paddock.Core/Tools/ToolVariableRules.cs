using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Requests;
using Paddock.Core.Secrets;

namespace Paddock.Core.Tools;

/// <summary>Rules for <c>env</c> of a tool's execution, which is a list. Values may be secrets of the caller, so no message shows one.</summary>
internal static class ToolVariableRules
{
    public static Rejection? Read(JsonElement element, ExecutionsOptions options, out List<ToolVariable> variables)
    {
        variables = [];
        if (element.IsAbsent() || (element.ValueKind == JsonValueKind.Object && element.GetPropertyCount() == 0))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            return Rejection.Invalid($"env of a tool must be a list of objects with name and value or secret_id, not {Show.Kind(element)}");
        }

        int count = element.GetArrayLength();
        if (count > options.MaxEnvironmentVariables)
        {
            string setting = ExecutionsOptions.Setting(nameof(options.MaxEnvironmentVariables));
            return Rejection.Invalid(
                $"env has {count} entries, but at most {options.MaxEnvironmentVariables} are allowed; send data as input or files, or raise {setting} on the server");
        }

        foreach (JsonElement entry in element.EnumerateArray())
        {
            if (ReadVariable($"env[{variables.Count}]", entry, options, out ToolVariable? variable) is { } rejection)
            {
                return rejection;
            }

            variables.Add(variable!);
        }

        return null;
    }

    private static Rejection? ReadVariable(string field, JsonElement entry, ExecutionsOptions options, out ToolVariable? variable)
    {
        variable = null;
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return Rejection.Invalid($"{field} must be an object with name and value or secret_id, not {Show.Kind(entry)}");
        }

        if (JsonText.ReadString(JsonText.Find(entry, "name"), out string name) is { } badName)
        {
            return Rejection.Invalid($"{field}.name {badName}");
        }

        if (EnvironmentRules.CheckName(name, options) is { } rejection && Layer.IsOn("request-checks"))
        {
            return rejection;
        }

        JsonElement value = JsonText.Find(entry, "value");
        JsonElement secret = JsonText.Find(entry, "secret_id");
        if (value.IsAbsent() == secret.IsAbsent())
        {
            return Rejection.Invalid(value.IsAbsent()
                ? $"{field} ({Show.Text(name)}) has neither value nor secret_id; give one of them"
                : $"{field} ({Show.Text(name)}) has both value and secret_id; give one of them");
        }

        if (!value.IsAbsent())
        {
            string? problem = JsonText.ReadString(value, out string text) ?? EnvironmentRules.CheckValue(text, options);
            variable = new ToolVariable(name, text, null);
            return problem is null ? null : Rejection.Invalid($"{field}.value ({Show.Text(name)}) {problem}");
        }

        string? badId = JsonText.ReadString(secret, out string id);
        variable = new ToolVariable(name, null, new SecretReference($"{field}.secret_id", id));
        return badId is null ? null : Rejection.Invalid($"{field}.secret_id {badId}");
    }
}
