import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { recall, refresh } from './lib/session'

export const router = createRouter({
  history: createWebHistory('/field/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', name: 'today', component: () => import('./pages/TodayPage.vue') },
    { path: '/login', name: 'login', component: () => import('./pages/LoginPage.vue'), meta: { open: true } },
    { path: '/cases/:number', name: 'case', component: () => import('./pages/CasePage.vue') },
    { path: '/cases/:number/:action', name: 'act', component: () => import('./pages/ActPage.vue') },
    { path: '/visits/:id', name: 'visit', component: () => import('./pages/VisitPage.vue') },
    { path: '/report', name: 'report', component: () => import('./pages/ReportPage.vue') },
    { path: '/queue', name: 'queue', component: () => import('./pages/QueuePage.vue') },
    { path: '/queue/:id', name: 'item', component: () => import('./pages/ItemPage.vue') },
    { path: '/map', name: 'map', component: () => import('./pages/MapPage.vue') },
    { path: '/notices', name: 'notices', component: () => import('./pages/NoticesPage.vue') },
    { path: '/me', name: 'me', component: () => import('./pages/MePage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

// a new page begins at its beginning, also for who reads it with a keyboard or a screen reader
router.afterEach((to, from) => {
  if (from.name && to.path !== from.path) void nextTick(() => document.getElementById('main')?.focus({ preventScroll: true }))
})

router.beforeEach(async (to) => {
  if (to.meta['open']) return true
  // who was here last is enough to begin; the network is asked only when nobody was
  if (await recall()) return true
  if ((await refresh()) === 'in') return true
  return { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
})
