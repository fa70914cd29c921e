namespace Paddock.Egress.Tests.Fakes;

/// <summary>Bounded waits.</summary>
internal static class Soon
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static int PatienceMilliseconds => (int)Patience.TotalMilliseconds;

    internal static Task Soonest(this Task task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    internal static Task<T> Soonest<T>(this Task<T> task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    internal static Task<T> Soonest<T>(this ValueTask<T> task) => task.AsTask().Soonest();

    internal static Task Soonest(this ValueTask task) => task.AsTask().Soonest();
}
