import { createApp } from 'vue'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createLightMessages, startElder, startTheme } from '@jingwei/ui'
import { Problem } from '@jingwei/api'
import '@jingwei/ui/tokens.css'
import './styles.css'
import App from './App.vue'
import { router } from './router'
import { zh } from './messages/zh'

startTheme()
startElder()
const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502) },
  },
})
void createLightMessages(zh, async () => (await import('./messages/en')).en).then((messages) =>
  createApp(App).use(messages).use(VueQueryPlugin, { queryClient }).use(router).mount('#app'))
