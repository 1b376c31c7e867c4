import { createApp } from 'vue'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createMessages, startTheme } from '@jingwei/ui'
import '@jingwei/ui/tokens.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/theme-chalk/el-message.css'
import './styles.css'
import App from './App.vue'
import { createQueryClient } from './lib/query'
import { forget } from './lib/session'
import { router } from './router'
import { en } from './messages/en'
import { zh } from './messages/zh'

startTheme()
const queryClient = createQueryClient(() => {
  forget()
  const now = router.currentRoute.value
  if (now.name !== 'login') void router.replace({ name: 'login', query: { next: now.fullPath } })
})
createApp(App).use(createMessages({ zh, en })).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
