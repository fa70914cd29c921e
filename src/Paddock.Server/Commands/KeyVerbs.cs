using System.Globalization;
using Paddock.Contracts.Ids;
using Paddock.Core.Projects;
using Paddock.Server.Authentication;

namespace Paddock.Server.Commands;

/// <summary><c>keys create</c>, <c>keys list</c> and <c>keys revoke</c>.</summary>
internal static class KeyVerbs
{
    private const int MaxNameLength = 100;

    /// <summary>The verbs.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        new Verb(
            "keys create",
            [],
            new Dictionary<string, string?> { ["--project"] = "NAME", ["--name"] = "NAME", ["--concurrency"] = "N", ["--rate"] = "N" },
            "make a key for a project, which is made if it is not there (default: default), with at most so many requests at once and in a minute",
            CreateAsync),
        new Verb("keys list", [], new Dictionary<string, string?> { ["--json"] = null }, "list the keys of all projects; the keys themselves are kept nowhere", ListAsync),
        new Verb("keys revoke", ["ID"], new Dictionary<string, string?>(), "make a key useless, within a second also for a server that runs", RevokeAsync),
    ];

    private static async Task<int> CreateAsync(VerbContext context)
    {
        string projectName = context.Options.GetValueOrDefault("--project", Project.DefaultName);
        string name = context.Options.GetValueOrDefault("--name", "");
        if (Name("--project", projectName, 1) is { } wrongProject)
        {
            return await context.RefuseAsync(wrongProject);
        }

        if (Name("--name", name, 0) is { } wrongName)
        {
            return await context.RefuseAsync(wrongName);
        }

        if (Limit(context, "--concurrency", out int? concurrency) is { } wrongConcurrency)
        {
            return await context.RefuseAsync(wrongConcurrency);
        }

        if (Limit(context, "--rate", out int? rate) is { } wrongRate)
        {
            return await context.RefuseAsync(wrongRate);
        }

        IProjectStore store = context.Services.GetRequiredService<IProjectStore>();
        DateTimeOffset now = context.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        Project project = await store.GetOrAddAsync(projectName, now, CancellationToken.None);
        string key = ApiKeyFormat.Create(now);
        ApiKey stored = new()
        {
            Id = Ulid.Next(now),
            ProjectId = project.Id,
            Name = name,
            Hash = KeyHash.Of(key)!.Value.ToBytes(),
            MaxConcurrency = concurrency,
            RequestsPerMinute = rate,
            CreatedAt = now,
        };
        await store.AddKeyAsync(stored, CancellationToken.None);
        await context.Error.WriteLineAsync($"key {stored.Id} of project {project.Name}; it is shown this once:");
        await context.Output.WriteLineAsync(key);
        return Hosting.ServerProcess.Stopped;
    }

    private static async Task<int> ListAsync(VerbContext context)
    {
        IProjectStore store = context.Services.GetRequiredService<IProjectStore>();
        IReadOnlyList<ApiKey> keys = await store.ListKeysAsync(CancellationToken.None);
        Dictionary<string, string> projects = (await store.ListAsync(CancellationToken.None)).ToDictionary(static project => project.Id, static project => project.Name);
        KeyListing listing = new(keys, projects);
        await context.Output.WriteAsync(context.Options.ContainsKey("--json") ? listing.ToJson() : listing.ToText());
        return Hosting.ServerProcess.Stopped;
    }

    private static async Task<int> RevokeAsync(VerbContext context)
    {
        IProjectStore store = context.Services.GetRequiredService<IProjectStore>();
        DateTimeOffset now = context.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        string id = context.Words[0];
        if (!await store.RevokeKeyAsync(id, now, CancellationToken.None))
        {
            return await context.FailAsync($"there is no key with the id {id}; ./paddock keys list shows all (an id, not the key itself)");
        }

        await context.Output.WriteLineAsync($"{id} is revoked");
        return Hosting.ServerProcess.Stopped;
    }

    private static string? Name(string option, string value, int least) =>
        value.Length < least || value.Length > MaxNameLength || value.Any(char.IsControl) || value.Trim() != value
            ? $"{option} must have {least} to {MaxNameLength} characters, none of them a control character, and no blanks around them"
            : null;

    private static string? Limit(VerbContext context, string option, out int? limit)
    {
        limit = null;
        if (!context.Options.TryGetValue(option, out string? text))
        {
            return null;
        }

        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        limit = number;
        return isNumber && number <= KeyOptions.Most ? null : $"{option} is {text}, but must be a whole number from 0 (no limit) to {KeyOptions.Most}";
    }
}
