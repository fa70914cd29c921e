using Paddock.Core.Runtimes;

namespace Paddock.Storage.Runtimes;

/// <summary>Statuses and languages as the tables have them. Not the names of the enumerations: these stay when somebody renames those.</summary>
internal static class RuntimeWords
{
    public const string Succeeded = "succeeded";

    private const string Pending = "pending";
    private const string Building = "building";
    private const string Failed = "failed";
    private const string Cancelled = "cancelled";

    private const string Python = "python";
    private const string JavaScript = "javascript";

    public static string Of(RevisionStatus status) => status switch
    {
        RevisionStatus.Pending => Pending,
        RevisionStatus.Building => Building,
        RevisionStatus.Succeeded => Succeeded,
        RevisionStatus.Failed => Failed,
        RevisionStatus.Cancelled => Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };

    public static RevisionStatus ToStatus(string word) => word switch
    {
        Pending => RevisionStatus.Pending,
        Building => RevisionStatus.Building,
        Succeeded => RevisionStatus.Succeeded,
        Failed => RevisionStatus.Failed,
        Cancelled => RevisionStatus.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "No status is called this."),
    };

    public static string Of(RuntimeLanguage language) => language switch
    {
        RuntimeLanguage.Python => Python,
        RuntimeLanguage.JavaScript => JavaScript,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "There is no such language."),
    };

    public static RuntimeLanguage ToLanguage(string word) => word switch
    {
        Python => RuntimeLanguage.Python,
        JavaScript => RuntimeLanguage.JavaScript,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "No language is called this."),
    };
}
