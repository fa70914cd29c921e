using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>language</c> and <c>code</c>.</summary>
internal static class SourceRules
{
    private const string Languages = "\"python\", \"javascript\" or \"typescript\"";

    private static readonly (string Name, Language Language)[] _known =
    [
        ("python", Language.Python),
        ("javascript", Language.JavaScript),
        ("typescript", Language.TypeScript),
    ];

    public static Rejection? ReadLanguage(JsonElement element, out Language language)
    {
        language = default;
        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return Rejection.Invalid($"language {problem}: {Languages}");
        }

        foreach ((string name, Language known) in _known)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                language = known;
                return null;
            }
        }

        bool script = text.Equals("php", StringComparison.OrdinalIgnoreCase) || text.Equals("ruby", StringComparison.OrdinalIgnoreCase);
        return Rejection.Invalid(script
            ? $"language {Show.Text(text)} is for scripts only, which POST /v1/execute will take; a function is written in {Languages}"
            : $"language {Show.Text(text)} is not known; use {Languages}");
    }

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
                $"code has {length} bytes, but at most {options.MaxCodeBytes} are allowed; send data as input or files, or raise {setting} on the server");
        }

        return code.Contains('\0', StringComparison.Ordinal)
            ? Rejection.Invalid("code must not contain a NUL character (\\u0000)")
            : null;
    }
}
