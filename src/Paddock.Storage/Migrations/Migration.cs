namespace Paddock.Storage.Migrations;

/// <summary>One step from a version of the database to the next. Once released it never changes.</summary>
/// <param name="Number">1 and up, without a gap.</param>
/// <param name="Name">What it brings.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string Name, string Sql);
