import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { compress, noOutsideFonts, shared } from '../../vite.shared'

/** The shell is kept on the phone whole; the API never is: what was read stands in IndexedDB, where the app can clear it. */
const shell = VitePWA({
  registerType: 'prompt',
  injectRegister: null,
  includeAssets: ['icon.svg', 'icon-192.png'],
  manifest: {
    id: '/field/', name: '经纬网格', short_name: '经纬网格', description: '网格员的一天：看、报、办，没有信号也不丢。', lang: 'zh-CN',
    start_url: '/field/', scope: '/field/', display: 'standalone', orientation: 'portrait',
    background_color: '#f4f6f6', theme_color: '#0b6674',
    icons: [
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icon-mask.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
    ],
  },
  workbox: {
    globPatterns: ['**/*.{js,mjs,css,html,svg}'],
    maximumFileSizeToCacheInBytes: 4_000_000,
    navigateFallback: '/field/index.html',
    navigateFallbackAllowlist: [/^\/field\//],
    cleanupOutdatedCaches: true,
    clientsClaim: true,
    runtimeCaching: [{
      // borders of divisions and grids, and the base map where there is one: they give way when the phone is full
      urlPattern: ({ url, sameOrigin }) => sameOrigin && /^\/tiles\/(divisions|grids|basemap)\//.test(url.pathname),
      handler: 'StaleWhileRevalidate',
      options: { cacheName: 'jw-tiles', cacheableResponse: { statuses: [200, 204] }, expiration: { maxEntries: 1000, purgeOnQuotaError: true } },
    }],
  },
})

export default defineConfig({
  ...shared,
  base: '/field/',
  plugins: [noOutsideFonts(), vue(), components({ dirs: [], dts: false, resolvers: [VantResolver()] }), shell, compress()],
})
