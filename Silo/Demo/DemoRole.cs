namespace Molecule.Silo.Demo;

/// <summary>A part in the sample organisation.</summary>
/// <param name="Key">Its name in files; never changes.</param>
/// <param name="Name">Its name on the canvas.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Skills">What its card says that it can do.</param>
/// <param name="Steps">What it is seen doing while it works, one after the other.</param>
/// <param name="Result">How it reports what it did; <c>{0}</c> is the task.</param>
/// <param name="FailsEvery">Each so-many-th task fails; 0: none.</param>
sealed record DemoRole(string Key, string Name, string Role, string[] Skills, string[] Steps, string Result, int FailsEvery);
