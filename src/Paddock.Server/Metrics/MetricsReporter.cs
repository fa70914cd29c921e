using Paddock.Core.Executions;
using Paddock.Server.Hosting;

namespace Paddock.Server.Metrics;

/// <summary>Puts together what the server has counted. Nothing is counted for it that is not counted anyway: it reads when it is asked.</summary>
internal sealed class MetricsReporter(ISandbox sandbox)
{
    public string Report()
    {
        MetricsText text = new();
        SandboxMetrics metrics = sandbox.GetMetrics();
        WriteExecutions(text, metrics.Endings);
        WriteSteps(text, metrics.Steps);
        WritePools(text, metrics.Pools);
        WriteProcess(text);
        return text.ToString();
    }

    private static void WriteExecutions(MetricsText text, IReadOnlyList<EndingCount> endings)
    {
        text.Begin("paddock_executions_total", "counter", "Executions, by how they ended.");
        foreach (EndingCount ended in endings)
        {
            text.Add("paddock_executions_total", ended.Count, ("pool", ended.Pool), ("ending", EndingNames.Of(ended.Ending)));
        }
    }

    private static void WriteSteps(MetricsText text, IReadOnlyList<StepTimes> steps)
    {
        text.Begin("paddock_step_seconds", "histogram", "Time spent in each step of an execution.");
        foreach (StepTimes step in steps)
        {
            long below = 0;
            foreach (StepBucket bucket in step.Buckets)
            {
                below += bucket.Count;
                text.Add("paddock_step_seconds_bucket", below, ("pool", step.Pool), ("step", step.Step), ("le", MetricsText.Number(bucket.UpToSeconds)));
            }

            text.Add("paddock_step_seconds_sum", step.Total.TotalSeconds, ("pool", step.Pool), ("step", step.Step));
            text.Add("paddock_step_seconds_count", below, ("pool", step.Pool), ("step", step.Step));
        }
    }

    private static void WritePools(MetricsText text, IReadOnlyList<PoolHealth> pools)
    {
        text.Begin("paddock_cells", "gauge", "Cells, by what they do.");
        foreach (PoolHealth pool in pools)
        {
            text.Add("paddock_cells", pool.Ready, ("pool", pool.Name), ("state", "ready"));
            text.Add("paddock_cells", pool.Running, ("pool", pool.Name), ("state", "running"));
        }

        text.Begin("paddock_queue", "gauge", "Executions that wait for a cell.");
        foreach (PoolHealth pool in pools)
        {
            text.Add("paddock_queue", pool.Queued, ("pool", pool.Name));
        }
    }

    /// <summary>The server's own process, without its cells. The names are those of Prometheus's own libraries.</summary>
    private static void WriteProcess(MetricsText text)
    {
        Single(text, "dotnet_gc_allocated_bytes_total", "counter", "Bytes allocated on the managed heap.", GC.GetTotalAllocatedBytes(precise: false));
        text.Begin("dotnet_gc_collections_total", "counter", "Garbage collections; those of a generation are in the younger ones' counts, too.");
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Add("dotnet_gc_collections_total", GC.CollectionCount(generation), ("generation", MetricsText.Number(generation)));
        }

        Single(text, "dotnet_gc_pause_seconds_total", "counter", "Time that garbage collections stopped the server.", GC.GetTotalPauseDuration().TotalSeconds);
        Single(text, "process_cpu_seconds_total", "counter", "User and system CPU time of the server's process.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Single(text, "process_resident_memory_bytes", "gauge", "Resident memory of the server's process.", Environment.WorkingSet);
        text.Begin("paddock_info", "gauge", "Always 1; the labels tell.");
        text.Add("paddock_info", 1, ("version", ServerProcess.Version));
    }

    private static void Single(MetricsText text, string name, string type, string help, double value)
    {
        text.Begin(name, type, help);
        text.Add(name, value);
    }
}
