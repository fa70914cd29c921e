namespace Paddock.Core.Runtimes;

/// <summary>A checked request for a runtime.</summary>
internal sealed record RuntimeDraft(string Name, RuntimeLanguage Language, string Engine, RevisionDraft Revision);
