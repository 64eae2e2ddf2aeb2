using Grpc.Core;
using Grpc.Net.Client;
using Sluice.Serving.Protocol.Grpc;
using Sluice.Tests;

namespace Sluice.Cli.Tests;

/// <summary>Sessions of a cluster over gRPC: any server answers, by calls and by streams.</summary>
public partial class ClusterTests
{
    [PostgresFact]
    public async Task A_session_is_begun_and_stepped_and_ended_at_different_servers_over_gRPC()
    {
        string database = Fresh("grpc");
        await using var one = await ClusterHost.Start(database, s_options, grpc: true);
        await using var two = await ClusterHost.Start(database, s_options, grpc: true);
        using GrpcChannel first = GrpcChannel.ForAddress(one.Server.GrpcAddress!), second = GrpcChannel.ForAddress(two.Server.GrpcAddress!);
        GRPCInferenceService.GRPCInferenceServiceClient here = new(first), there = new(second);
        var alone = new LoneRun(s_life);
        Assert.True((await there.ServerReadyAsync(new())).Ready);
        Assert.Equal(alone.Step(1, 2), Told(await here.ModelInferAsync(Row(1, 2, start: true))));
        Assert.Equal(alone.Step(3, 4), Told(await there.ModelInferAsync(Row(3, 4))));

        // A stream at each goes on where the other stood; the same rows once more are answered as before, and what is wrong changes nothing.
        using (var stream = there.ModelStreamInfer())
        {
            var wrong = Row(1, 2);
            wrong.Inputs[0].Name = "reading";
            double[] third = alone.Step(5, 6), fourth = alone.Step(7, 8);
            (ModelInferRequest, double[]?)[] all = [(Row(5, 6, taken: 2), third), (wrong, null), (Row(5, 6, taken: 2), third), (Row(7, 8), fourth)];
            foreach (var (asked, expected) in all)
            {
                await stream.RequestStream.WriteAsync(asked);
                Assert.True(await stream.ResponseStream.MoveNext(default));
                if (expected is null) Assert.Contains("there is no input 'reading'", stream.ResponseStream.Current.ErrorMessage);
                else Assert.Equal(expected, Told(stream.ResponseStream.Current.InferResponse));
            }

            await stream.RequestStream.CompleteAsync();
        }

        var last = Row(9, 10);
        last.Parameters["sequence_end"] = new() { BoolParam = true };
        var answer = await here.ModelInferAsync(last);
        Assert.Equal(alone.Step(9, 10), Told(answer));
        Assert.Equal(5, answer.Parameters["sequence_rows"].Int64Param);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await there.ModelInferAsync(Row(1, 2)));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    private static ModelInferRequest Row(double a, double b, bool start = false, long? taken = null)
    {
        var row = new ModelInferRequest
        {
            ModelName = "life",
            Inputs =
            {
                new ModelInferRequest.Types.InferInputTensor
                {
                    Name = "readings",
                    Datatype = "FP64",
                    Shape = { 1, 2 },
                    Contents = new() { Fp64Contents = { a, b } },
                },
            },
            Parameters = { ["sequence_id"] = new() { StringParam = "pump 7" } },
        };
        if (start) row.Parameters["sequence_start"] = new() { BoolParam = true };
        if (taken is { } rows) row.Parameters["sequence_rows"] = new() { Int64Param = rows };
        return row;
    }

    private static double[] Told(ModelInferResponse answer) => [.. answer.Outputs.Select(o => o.Contents.Fp64Contents[0])];
}
