// The number of threads and the vector width belong to the process, so tests that change them must not meet others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
