using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>language</c> and <c>code</c>.</summary>
internal static class SourceRules
{
    private const string FunctionLanguages = "\"python\", \"javascript\" or \"typescript\"";
    private const string ScriptLanguages = "\"python\", \"javascript\", \"typescript\", \"ruby\" or \"php\"";

    private static readonly (string Name, Language Language, bool HasFunctions)[] _known =
    [
        ("python", Language.Python, true),
        ("javascript", Language.JavaScript, true),
        ("typescript", Language.TypeScript, true),
        ("ruby", Language.Ruby, false),
        ("php", Language.Php, false),
    ];

    /// <summary>Reads the language of a function.</summary>
    public static Rejection? ReadLanguage(JsonElement element, out Language language)
    {
        if (Find(element, FunctionLanguages, out language, out bool hasFunctions) is { } rejection)
        {
            return rejection;
        }

        return hasFunctions ? null : Rejection.Invalid(
            $"language {Show.Value(element)} is for scripts only, which POST /v1/execute takes; a function is written in {FunctionLanguages}");
    }

    /// <summary>Reads the language of a script.</summary>
    public static Rejection? ReadScriptLanguage(JsonElement element, out Language language) => Find(element, ScriptLanguages, out language, out _);

    public static Rejection? ReadCode(JsonElement element, ExecutionsOptions options, out string code)
    {
        if (JsonText.ReadString(element, out code) is { } problem)
        {
            return Rejection.Invalid($"code {problem}");
        }

        int length = Encoding.UTF8.GetByteCount(code);
        if (length > options.MaxCodeBytes)
        {
            string setting = ExecutionsOptions.Setting(nameof(options.MaxCodeBytes));
            return Rejection.Invalid(
                $"code has {length} bytes, but at most {options.MaxCodeBytes} are allowed; send data as input, stdin or files, or raise {setting} on the server");
        }

        return code.Contains('\0', StringComparison.Ordinal)
            ? Rejection.Invalid("code must not contain a NUL character (\\u0000)")
            : null;
    }

    private static Rejection? Find(JsonElement element, string languages, out Language language, out bool hasFunctions)
    {
        (language, hasFunctions) = (default, false);
        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return Rejection.Invalid($"language {problem}: {languages}");
        }

        foreach ((string name, Language known, bool functions) in _known)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                (language, hasFunctions) = (known, functions);
                return null;
            }
        }

        return Rejection.Invalid($"language {Show.Text(text)} is not known; use {languages}");
    }
}
