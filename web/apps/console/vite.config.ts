import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vite'
import { compress, noOutsideFonts, shared } from '../../vite.shared'

export default defineConfig({
  ...shared,
  base: '/console/',
  plugins: [noOutsideFonts(), vue(), components({ dirs: [], dts: false, resolvers: [ElementPlusResolver()] }), compress()],
})
