// One simulation at a time: each has the thread to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
