using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Runtimes;

/// <summary>Reads and checks the bodies of <c>POST /v1/runtimes</c> and <c>POST /v1/runtimes/{id}/revisions</c>. The first broken rule is reported.</summary>
internal sealed class RuntimeDraftParser(ExecutionsOptions executions, RuntimesOptions options)
{
    private const string Languages = "\"python\" or \"javascript\"";
    private const string Engines = "\"wasi\", \"microvm\" or \"v8\"";

    private static readonly BodyShape _runtime = new("name, language and manifest_file", "name", "language", "engine", "manifest_file", "additional_python_imports");
    private static readonly BodyShape _revision = new("manifest_file", "manifest_file", "additional_python_imports");

    /// <summary>Reads a new runtime; null and a draft when all is well.</summary>
    public Rejection? ParseRuntime(ReadOnlyMemory<byte> body, out RuntimeDraft? draft)
    {
        draft = null;
        if (JsonBody.Parse(body, executions.MaxInputDepth, _runtime, out RequestMembers? members) is { } rejection)
        {
            return rejection;
        }

        using (members)
        {
            return ReadRuntime(members!, out draft);
        }
    }

    /// <summary>Reads a new revision of a runtime of <paramref name="language"/>; null and a draft when all is well.</summary>
    public Rejection? ParseRevision(ReadOnlyMemory<byte> body, RuntimeLanguage language, out RevisionDraft? draft)
    {
        draft = null;
        if (JsonBody.Parse(body, executions.MaxInputDepth, _revision, out RequestMembers? members) is { } rejection)
        {
            return rejection;
        }

        using (members)
        {
            return ManifestRules.Read(members!, language, options, out draft);
        }
    }

    private Rejection? ReadRuntime(RequestMembers members, out RuntimeDraft? draft)
    {
        RuntimeLanguage language = default;
        string engine = "";
        RevisionDraft? revision = null;
        Rejection? rejection =
            NameRules.Read(members["name"], out string name)
            ?? ReadLanguage(members.Language, out language)
            ?? ReadEngine(members["engine"], language, out engine)
            ?? ManifestRules.Read(members, language, options, out revision);
        draft = rejection is null ? new RuntimeDraft(name, language, engine, revision!) : null;
        return rejection;
    }

    private static Rejection? ReadLanguage(JsonElement element, out RuntimeLanguage language)
    {
        language = default;
        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return Rejection.Invalid($"language {problem}: {Languages}");
        }

        if (RuntimeNames.Find(text) is { } found)
        {
            language = found;
            return null;
        }

        return Rejection.Invalid(text.Equals("typescript", StringComparison.OrdinalIgnoreCase)
            ? "language \"typescript\" has no runtimes of its own; use \"javascript\", whose revisions serve both"
            : $"language {Show.Text(text)} has no runtimes; use {Languages}");
    }

    /// <summary>There is one engine, whatever is asked for.</summary>
    private static Rejection? ReadEngine(JsonElement element, RuntimeLanguage language, out string engine)
    {
        engine = language == RuntimeLanguage.Python ? "microvm" : "v8";
        if (element.IsAbsent())
        {
            return null;
        }

        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return Rejection.Invalid($"engine {problem}: {Engines}; leave it out for \"{engine}\"");
        }

        if (text.Length > 0)
        {
            engine = text.ToLowerInvariant();
        }

        return engine is "wasi" or "microvm" or "v8" ? null : Rejection.Invalid($"engine {Show.Text(text)} is not known; use {Engines}, or leave it out: Paddock has one engine, which runs all of them");
    }
}
