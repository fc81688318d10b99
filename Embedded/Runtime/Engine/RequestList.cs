using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>A list of calls, linked through the calls themselves. A call is in one list at most.</summary>
struct RequestList
{
    internal GrainRequest? First;
    GrainRequest? _last;

    internal int Count { get; private set; }

    internal void Add(GrainRequest request)
    {
        request.Previous = _last;
        request.Next = null;
        if (_last is null)
            First = request;
        else
            _last.Next = request;
        _last = request;
        Count++;
    }

    internal void Remove(GrainRequest request)
    {
        if (request.Previous is null)
            First = request.Next;
        else
            request.Previous.Next = request.Next;
        if (request.Next is null)
            _last = request.Previous;
        else
            request.Next.Previous = request.Previous;
        request.Previous = request.Next = null;
        Count--;
    }
}
