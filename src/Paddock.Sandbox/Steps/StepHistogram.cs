namespace Paddock.Sandbox.Steps;

/// <summary>Counts durations in buckets that grow by a quarter each, from 10 µs to about 20 minutes: percentiles within 12 %, no allocation.</summary>
internal sealed class StepHistogram
{
    private const double FirstBucketMilliseconds = 0.01;
    private const double Growth = 1.25;
    private const int Buckets = 84;

    private static readonly double s_logGrowth = Math.Log(Growth);
    private readonly long[] _counts = new long[Buckets];

    internal void Record(double milliseconds)
    {
        double position = milliseconds <= FirstBucketMilliseconds ? 0 : Math.Log(milliseconds / FirstBucketMilliseconds) / s_logGrowth;
        Interlocked.Increment(ref _counts[Math.Min(Buckets - 1, (int)position)]);
    }

    /// <summary>Count and the middle of the buckets in which the median and the 99th percentile lie, in milliseconds.</summary>
    internal (long Count, double P50, double P99) Read()
    {
        long[] counts = (long[])_counts.Clone();
        long total = counts.Sum();
        return (total, Percentile(counts, total, 0.50), Percentile(counts, total, 0.99));
    }

    private static double Percentile(long[] counts, long total, double share)
    {
        long seen = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            seen += counts[bucket];
            if (total > 0 && seen >= total * share)
            {
                return FirstBucketMilliseconds * Math.Pow(Growth, bucket + 0.5);
            }
        }

        return 0;
    }
}
