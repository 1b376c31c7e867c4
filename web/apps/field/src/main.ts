import { createApp } from 'vue'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createMessages, startTheme } from '@jingwei/ui'
import 'vant/es/toast/style'
import 'vant/es/dialog/style'
import '@jingwei/ui/tokens.css'
import './styles.css'
import App from './App.vue'
import { startQueue } from './lib/queue/run'
import { tidy } from './lib/queue/write'
import { recall } from './lib/session'
import { startShell } from './lib/shell'
import { router } from './router'
import { en } from './messages/en'
import { zh } from './messages/zh'

startTheme()
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always', staleTime: 60_000 } } })
createApp(App).use(createMessages({ zh, en })).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
startShell()
void recall().then(() => {
  startQueue()
  void tidy()
})
