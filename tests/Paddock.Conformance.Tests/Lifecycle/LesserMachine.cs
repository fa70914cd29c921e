using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>Commands that see this machine without one of the things a cage is made of. Only root can take things away.</summary>
internal static class LesserMachine
{
    /// <summary>Answers landlock_create_ruleset as a kernel that does not know it, by a filter that all below inherits.</summary>
    private const string HideLandlock = """
        import ctypes, errno, os, struct, sys
        instruction = lambda code, yes, no, value: struct.pack("=HBBI", code, yes, no, value)
        program = b"".join([
            instruction(0x20, 0, 0, 0),
            instruction(0x15, 0, 1, 444),
            instruction(0x06, 0, 0, 0x00050000 | errno.ENOSYS),
            instruction(0x06, 0, 0, 0x7FFF0000),
        ])
        code = ctypes.create_string_buffer(program, len(program))
        filter = struct.pack("=HxxxxxxQ", 4, ctypes.addressof(code))
        if ctypes.CDLL(None, use_errno=True).prctl(22, 2, ctypes.create_string_buffer(filter), 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        os.execvp(sys.argv[1], sys.argv[1:])
        """;

    /// <summary>No control group is mounted anywhere.</summary>
    public static string[] WithoutCgroups(params string[] command) => WithoutAnything("umount --recursive --lazy /sys/fs/cgroup", ["--mount"], command);

    /// <summary>An ordinary user in a user namespace that may hold no other.</summary>
    public static string[] WithoutUserNamespaces(params string[] command) => WithoutAnything(
        "echo 0 >/proc/sys/user/max_user_namespaces",
        ["--user", "--keep-caps", "--map-user=64123", "--map-group=64123"],
        ["setpriv", "--inh-caps=-all", "--ambient-caps=-all", .. command]);

    public static string[] WithoutLandlock(params string[] command) => ["/usr/bin/python3.11", "-I", "-c", HideLandlock, .. command];

    /// <summary>An ordinary user, to whom nothing has been delegated.</summary>
    public static string[] AsAUser(params string[] command) => ["setpriv", "--reuid=64123", "--regid=64123", "--clear-groups", "env", "HOME=/tmp", .. command];

    /// <summary>Starts the server, without its options.</summary>
    public static string[] Serve => Given is { } given ? given : [Path.Combine(RepositoryRoot.Find(), "paddock"), "serve"];

    public static string[] Doctor => Given is { } given ? [.. given, "--doctor"] : [Path.Combine(RepositoryRoot.Find(), "paddock"), "doctor"];

    private static string[]? Given => Environment.GetEnvironmentVariable("PADDOCK_TEST_COMMAND") is { Length: > 0 } given
        ? given.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : null;

    public static void NeedsRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can take a part of the machine away");

    private static string[] WithoutAnything(string step, string[] namespaces, string[] command) =>
        ["unshare", .. namespaces, "sh", "-euc", step + "; exec \"$@\"", "sh", .. command];
}
