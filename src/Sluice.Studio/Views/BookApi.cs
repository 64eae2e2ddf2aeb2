using Microsoft.AspNetCore.Routing;

namespace Sluice.Studio.Views;

internal static class BookApi
{
    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
    }
}
