import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { compress, noOutsideFonts, shared } from '../../vite.shared'

export default defineConfig({
  ...shared,
  base: '/',
  plugins: [noOutsideFonts(), vue(), compress()],
  // what the first view needs comes as one file: every answer has a head, and a phone asks for six at a time
  build: { ...shared.build, rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } } },
  // what a slow phone need not load
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
  },
})
