using System.Text;
using Paddock.Core.Schemas;

namespace Paddock.Core.Tests.Schemas;

/// <summary>Short forms for tests of schemas.</summary>
internal static class Checking
{
    public static SchemasOptions Defaults { get; } = new();

    /// <summary>Why a schema is refused.</summary>
    public static string Refuse(string schema, SchemasOptions? options = null)
    {
        string? problem = new SchemaCompiler(options ?? Defaults, TimeProvider.System).Compile(schema, out CompiledSchema? compiled);
        compiled.ShouldBeNull(schema.Length < 1000 ? schema : "");
        return problem.ShouldNotBeNull();
    }

    public static CompiledSchema Compile(string schema, SchemasOptions? options = null)
    {
        new SchemaCompiler(options ?? Defaults, TimeProvider.System).Compile(schema, out CompiledSchema? compiled).ShouldBeNull();
        return compiled.ShouldNotBeNull();
    }

    /// <summary>Why an input is refused; null when it is not.</summary>
    public static SchemaFailure? Check(string schema, string input, SchemasOptions? options = null) => Check(Compile(schema, options), input);

    public static SchemaFailure? Check(CompiledSchema schema, string input) => schema.Validate(Encoding.UTF8.GetBytes(input));

    /// <summary>The message for an input that is refused.</summary>
    public static string Message(string schema, string input, SchemasOptions? options = null) => Check(schema, input, options).ShouldNotBeNull().Message;
}
