using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>runtime_revision_id</c>.</summary>
internal static class RevisionRules
{
    /// <summary>Reads the id; null when it is absent or empty.</summary>
    public static Rejection? Read(JsonElement element, out string? revision)
    {
        revision = null;
        if (element.IsAbsent())
        {
            return null;
        }

        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return Rejection.Invalid($"runtime_revision_id {problem}");
        }

        revision = text.Length == 0 ? null : text;
        return null;
    }
}
