import websockets


async def serve(connect):
    connect("ws://nowhere")
    await websockets.serve(print, "0.0.0.0", 80)
