export default defineConfig({
  base: '/vue',
  server: { proxy: { '/api': 'http://api:8080', '^/ws': { target: `ws://${host}`, ws: true }, '/b': { target: "http://b:1" } } },
  other: { target: 'http://c:1' },
});
