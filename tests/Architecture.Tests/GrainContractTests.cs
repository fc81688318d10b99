using System.Reflection;
using Molecule.Grains;

namespace Molecule.Architecture.Tests;

/// <summary>
/// What travels between grains must mean the same to an older and a newer silo, and to both engines: names and numbers are written down,
/// never derived from the source.
/// </summary>
public sealed class GrainContractTests
{
    static readonly Assembly Contract = typeof(GrainKeys).Assembly;

    static readonly Type[] Messages = [.. Contract.GetTypes().Where(type => Has(type, "GenerateSerializerAttribute"))];

    static readonly Type[] Interfaces =
        [.. Contract.GetTypes().Where(type => type.IsInterface && type.GetInterfaces().Any(parent => parent.Name == "IGrain"))];

    [Fact]
    public void There_are_messages_and_interfaces_to_judge()
    {
        Messages.ShouldNotBeEmpty();
        Interfaces.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_message_has_an_alias() => Messages.Where(type => !Has(type, "AliasAttribute")).ShouldBeEmpty();

    [Fact]
    public void No_alias_is_used_twice() => Messages.Concat(Interfaces)
        .GroupBy(Alias).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();

    [Fact]
    public void Every_stored_member_of_a_message_has_an_id() =>
        (from type in Messages
         from property in Members(type)
         where property.CanWrite && !Has(property, "IdAttribute")
         select $"{type.Name}.{property.Name}").ShouldBeEmpty();

    [Fact]
    public void No_id_is_used_twice_in_a_message() =>
        (from type in Messages
         from same in Members(type).Where(property => Has(property, "IdAttribute")).GroupBy(Id)
         where same.Count() > 1
         select $"{type.Name}: {same.Key}").ShouldBeEmpty();

    [Fact]
    public void Every_grain_interface_and_method_has_an_alias() =>
        Interfaces.Cast<MemberInfo>().Concat(Interfaces.SelectMany(type => type.GetMethods()))
            .Where(member => !Has(member, "AliasAttribute"))
            .Select(member => $"{member.DeclaringType?.Name}.{member.Name}").ShouldBeEmpty();

    [Fact]
    public void Everything_that_grains_say_can_be_serialised() =>
        (from grain in Interfaces
         from method in grain.GetMethods()
         from type in method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).SelectMany(Parts)
         where type.Assembly == Contract && type is { IsEnum: false, IsInterface: false } && !Has(type, "GenerateSerializerAttribute")
         select $"{grain.Name}.{method.Name}: {type.Name}").ShouldBeEmpty();

    /// <summary>
    /// What a grain calls itself by is not in the contract and is one way, always: an activation that ends waits for its calls, and one that waits for a
    /// call to its own grain would wait for the next activation.
    /// </summary>
    [Fact]
    public void Grains_wait_for_no_call_to_themselves()
    {
        var own = typeof(GrainsOptions).Assembly.GetTypes()
            .Where(type => type.IsInterface && type.GetInterfaces().Any(parent => parent.Name == "IGrain")).ToArray();

        own.ShouldNotBeEmpty();
        own.SelectMany(type => type.GetMethods()).Where(method => !Has(method, "OneWayAttribute"))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").ShouldBeEmpty();
    }

    static IEnumerable<Type> Parts(Type type) =>
        type.IsArray ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts)
        : [type];

    static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(property => property.Name != "EqualityContract" && !property.Name.Contains('.', StringComparison.Ordinal));

    static bool Has(MemberInfo member, string attribute) => member.CustomAttributes.Any(data => data.AttributeType.Name == attribute);

    static string Alias(MemberInfo member) => (string)Data(member, "AliasAttribute").ConstructorArguments[0].Value!;

    static uint Id(MemberInfo member) => (uint)Data(member, "IdAttribute").ConstructorArguments[0].Value!;

    static CustomAttributeData Data(MemberInfo member, string attribute) =>
        member.CustomAttributes.First(data => data.AttributeType.Name == attribute);
}
