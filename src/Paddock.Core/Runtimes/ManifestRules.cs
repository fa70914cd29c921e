using System.Globalization;
using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Runtimes;

/// <summary>Rules for <c>manifest_file</c> and <c>additional_python_imports</c>.</summary>
internal static class ManifestRules
{
    private const string Field = "manifest_file";

    /// <summary>What the manifest of <paramref name="language"/> is called.</summary>
    public static string NameOf(RuntimeLanguage language) => language == RuntimeLanguage.Python ? "requirements.txt" : "package.json";

    /// <summary>Reads both.</summary>
    public static Rejection? Read(RequestMembers members, RuntimeLanguage language, RuntimesOptions options, out RevisionDraft? draft)
    {
        draft = null;
        string? imports = null;
        Rejection? rejection = ReadManifest(members[Field], language, options, out string manifest)
            ?? ReadImports(members["additional_python_imports"], language, options, out imports);
        draft = rejection is null ? new RevisionDraft(NameOf(language), manifest, imports) : null;
        return rejection;
    }

    private static Rejection? ReadManifest(JsonElement element, RuntimeLanguage language, RuntimesOptions options, out string manifest)
    {
        manifest = "";
        string wanted = NameOf(language);
        if (element.ValueKind != JsonValueKind.Object)
        {
            string form = $$"""an object such as {"name":"{{wanted}}","contents":"…"}""";
            return Rejection.Invalid(element.IsAbsent() ? $"{Field} is required and must be {form}" : $"{Field} must be {form}, not {Show.Kind(element)}");
        }

        if (JsonText.ReadString(JsonText.Find(element, "name"), out string name) is { } unnamed)
        {
            return Rejection.Invalid($"{Field}.name {unnamed}: \"{wanted}\"");
        }

        if (name != wanted)
        {
            return Rejection.Invalid($"{Field}.name is {Show.Text(name)}, but must be \"{wanted}\" for language \"{RuntimeNames.Of(language)}\"");
        }

        if (JsonText.ReadString(JsonText.Find(element, "contents"), out manifest) is { } problem)
        {
            return Rejection.Invalid($"{Field}.contents {problem}");
        }

        return CheckText($"{Field}.contents", manifest, options.MaxManifestBytes, nameof(options.MaxManifestBytes))
            ?? (language == RuntimeLanguage.JavaScript ? CheckObject(manifest) : null);
    }

    private static Rejection? ReadImports(JsonElement element, RuntimeLanguage language, RuntimesOptions options, out string? imports)
    {
        const string field = "additional_python_imports";
        imports = null;
        if (element.IsAbsent())
        {
            return null;
        }

        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return Rejection.Invalid($"{field} {problem}");
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        imports = text;
        return language == RuntimeLanguage.Python
            ? CheckText(field, text, options.MaxImportsBytes, nameof(options.MaxImportsBytes))
            : Rejection.Invalid($"{field} is {Show.Text(text)}, but only a runtime of language \"python\" has imports; leave it out");
    }

    private static Rejection? CheckText(string field, string text, int most, string option)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (length > most)
        {
            return Rejection.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"{field} has {length} bytes, but at most {most} are allowed; shorten it, or raise {RuntimesOptions.Setting(option)} on the server"));
        }

        return text.Contains('\0', StringComparison.Ordinal) ? Rejection.Invalid($"{field} must not contain a NUL character (\\u0000)") : null;
    }

    private static Rejection? CheckObject(string manifest)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(manifest);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? null
                : Rejection.Invalid($"{Field}.contents must be a JSON object, as a package.json is, not {Show.Kind(document.RootElement)}");
        }
        catch (JsonException e)
        {
            return Rejection.Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"{Field}.contents must be a JSON object, as a package.json is, but is not valid JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1})"));
        }
    }
}
