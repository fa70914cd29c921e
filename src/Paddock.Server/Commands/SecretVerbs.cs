using Paddock.Core.Secrets;

namespace Paddock.Server.Commands;

/// <summary><c>secrets rotate-key</c>.</summary>
internal static class SecretVerbs
{
    /// <summary>The verbs.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        new Verb("secrets rotate-key", [], new Dictionary<string, string?>(), "seal all secrets under a new master key; a server that runs goes on with it (docs/operations/storage.md)", RotateAsync),
    ];

    private static async Task<int> RotateAsync(VerbContext context)
    {
        MasterKeyRotated rotated = await context.Services.GetRequiredService<IMasterKeyRotation>().RotateAsync(CancellationToken.None);
        string secrets = rotated.Secrets == 1 ? "1 secret is" : $"{rotated.Secrets} secrets are";
        await context.Output.WriteLineAsync(
            $"{secrets} sealed under the master key {rotated.MasterKeyId} now, which is in {rotated.Place}; older backups of the database need the former key");
        return Hosting.ServerProcess.Stopped;
    }
}
