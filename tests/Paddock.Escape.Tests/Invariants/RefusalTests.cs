using Paddock.Escape.Tests.Cage;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>A missing layer is a refusal to start, not a warning.</summary>
public sealed class RefusalTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>A mount namespace in which there are no control groups; the rest of the machine keeps them.</summary>
    private static readonly string[] _withoutControlGroups =
    [
        "unshare", "--mount", .. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--user", "--map-root-user"],
        "sh", "-c", "umount -l /sys/fs/cgroup && exec \"$0\" \"$@\"",
    ];

    [Fact(Timeout = 2 * TestTimeout.Default)]
    [Invariant(12)]
    [NoSwitch("the switches leave a layer out where it is made and not where it is asked for")]
    public async Task A_server_without_control_groups_refuses_to_start_and_says_what_is_missing()
    {
        var failure = await Should.ThrowAsync<Exception>(() => StartWithoutControlGroupsAsync());

        failure.Message.ShouldContain("before it was ready");
        failure.Message.ShouldContain("cgroup");
    }

    private async Task StartWithoutControlGroupsAsync()
    {
        string[] server = [.. _withoutControlGroups, Path.Combine(RepositoryRoot.Find(), "paddock"), "serve"];
        await using var started = await Cage.StartAsync(settings => settings with { Command = settings.Command ?? server }, Cancellation);
    }
}
