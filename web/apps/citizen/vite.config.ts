import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'
import { compress, noOutsideFonts, shared } from '../../vite.shared'

export default defineConfig({
  ...shared,
  base: '/',
  plugins: [noOutsideFonts(), vue(), components({ dirs: [], dts: false, resolvers: [VantResolver()] }), compress()],
})
