using System.Globalization;
using System.Net.Security;
using Paddock.Egress.Certificates;
using Paddock.Egress.Tests.Fakes;

namespace Paddock.Egress.Tests.Certificates;

public sealed class LeafCacheTests : IDisposable
{
    private const int Capacity = 16;

    private readonly FixedTime _time = new();
    private readonly DoorAuthority _authority;
    private readonly LeafCache _cache;

    public LeafCacheTests()
    {
        _authority = new DoorAuthority(_time);
        _cache = new LeafCache(_authority, _time, Capacity);
    }

    [Fact]
    public void Certificate_OfAName_IsMadeOnce()
    {
        SslStreamCertificateContext first = _cache.Get("a.example");
        _cache.Get("a.example").ShouldBeSameAs(first);
        _cache.Get("b.example").ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Certificate_OfManyAtOnce_IsMadeOnce()
    {
        SslStreamCertificateContext[] contexts = new SslStreamCertificateContext[32];
        Parallel.For(0, contexts.Length, i => contexts[i] = _cache.Get("a.example"));
        contexts.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Cache_OfMoreNamesThanItHolds_KeepsThoseUsedLast()
    {
        SslStreamCertificateContext kept = _cache.Get("kept.example");
        SslStreamCertificateContext dropped = _cache.Get("dropped.example");
        for (int i = 0; i < Capacity - 1; i++)
        {
            _cache.Get("kept.example").ShouldBeSameAs(kept);
            _cache.Get(string.Create(CultureInfo.InvariantCulture, $"{i}.example"));
            _cache.Count.ShouldBeLessThanOrEqualTo(Capacity);
        }

        _cache.Get("kept.example").ShouldBeSameAs(kept);
        _cache.Get("dropped.example").ShouldNotBeSameAs(dropped);
    }

    [Fact]
    public void Certificate_ThatGrowsOld_IsMadeAnewLongBeforeItEnds()
    {
        SslStreamCertificateContext first = _cache.Get("a.example");
        _time.Now += DoorAuthority.LeafUse - TimeSpan.FromMinutes(1);
        _cache.Get("a.example").ShouldBeSameAs(first);
        first.TargetCertificate.NotAfter.ToUniversalTime().ShouldBeGreaterThan(_time.Now.UtcDateTime.AddDays(30));
        _time.Now += TimeSpan.FromMinutes(1);
        SslStreamCertificateContext second = _cache.Get("a.example");
        second.ShouldNotBeSameAs(first);
        second.TargetCertificate.NotBefore.ShouldBeGreaterThan(first.TargetCertificate.NotBefore);
        _cache.Count.ShouldBe(1);
    }

    public void Dispose() => _authority.Dispose();
}
