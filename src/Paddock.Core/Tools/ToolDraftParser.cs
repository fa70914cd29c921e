using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Tools;

/// <summary>Reads and checks the bodies of <c>POST /v1/tools</c> and <c>POST /v1/tools/{id}</c>. The first broken rule is reported.</summary>
internal sealed class ToolDraftParser(ExecutionsOptions options, ToolSchemas schemas)
{
    // A page of prose; whoever has more to say writes it into the code.
    private const int MaxDescriptionBytes = 64 * 1024;

    /// <summary>The schema that every input meets.</summary>
    private const string AnySchema = "{}";

    private static readonly string[] _names = ["name", "code", "language", "description", "input_schema", "runtime_revision_id"];
    private static readonly BodyShape _create = new("name, code and language", _names);
    private static readonly BodyShape _update = new("what is to change", _names);

    /// <summary>Reads a new tool: all of it is there when all is well.</summary>
    public Rejection? ParseNew(ReadOnlyMemory<byte> body, out ToolDraft draft)
    {
        if (Parse(body, _create, isNew: true, out draft) is { } rejection)
        {
            return rejection;
        }

        draft = draft with { Description = draft.Description ?? "", InputSchema = draft.InputSchema ?? AnySchema };
        return null;
    }

    /// <summary>Reads an update: what is absent, or null, is to stay as it is.</summary>
    public Rejection? ParseUpdate(ReadOnlyMemory<byte> body, out ToolDraft draft) => Parse(body, _update, isNew: false, out draft);

    private Rejection? Parse(ReadOnlyMemory<byte> body, BodyShape shape, bool isNew, out ToolDraft draft)
    {
        draft = new ToolDraft();
        if (JsonBody.Parse(body, options.MaxInputDepth, shape, out RequestMembers? members) is { } rejection)
        {
            return rejection;
        }

        using (members)
        {
            return Read(members!, isNew, out draft);
        }
    }

    private Rejection? Read(RequestMembers members, bool isNew, out ToolDraft draft)
    {
        string? name = null;
        string? code = null;
        string? language = null;
        string? description = null;
        string? schema = null;
        string? revision = null;
        bool Wanted(JsonElement element) => isNew || !element.IsAbsent();
        Rejection? rejection =
            (Wanted(members["name"]) ? NameRules.Read(members["name"], out name) : null)
            ?? (Wanted(members.Code) ? SourceRules.ReadCode(members.Code, options, out code) : null)
            ?? (Wanted(members.Language) ? ReadLanguage(members.Language, out language) : null)
            ?? ReadDescription(members["description"], out description)
            ?? ReadSchema(members["input_schema"], out schema)
            ?? RevisionRules.Read(members.RuntimeRevisionId, out revision);
        draft = new ToolDraft
        {
            Name = name,
            Code = code,
            Language = language,
            Description = description,
            InputSchema = schema,
            RuntimeRevisionId = revision ?? (members.RuntimeRevisionId.IsAbsent() ? null : ""),
        };
        return rejection;
    }

    private static Rejection? ReadLanguage(JsonElement element, out string? name)
    {
        Rejection? rejection = SourceRules.ReadLanguage(element, out Language language);
        name = LanguageNames.Of(language);
        return rejection;
    }

    private static Rejection? ReadDescription(JsonElement element, out string? description)
    {
        description = null;
        if (element.IsAbsent())
        {
            return null;
        }

        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return Rejection.Invalid($"description {problem}");
        }

        description = text;
        int length = Encoding.UTF8.GetByteCount(text);
        return length <= MaxDescriptionBytes ? null : Rejection.Invalid($"description has {length} bytes, but at most {MaxDescriptionBytes} are allowed");
    }

    private Rejection? ReadSchema(JsonElement element, out string? schema)
    {
        schema = null;
        if (element.IsAbsent())
        {
            return null;
        }

        // PHP writes an empty object as [].
        schema = element.IsEmptyArray() ? AnySchema : element.GetRawText();
        return schemas.Check(schema);
    }
}
