using System.Runtime.Versioning;

// Each of these tests needs the whole machine: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

[assembly: SupportedOSPlatform("linux")]
