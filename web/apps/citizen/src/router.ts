import { createRouter, createWebHistory } from 'vue-router'
// what people come for is there at once, and the receipt even if the line breaks after sending; the rest follows when it is wanted
import HomePage from './pages/HomePage.vue'
import ReceivedPage from './pages/ReceivedPage.vue'
import ReportPage from './pages/ReportPage.vue'
import { takeFromAddress } from './lib/kept'

declare module 'vue-router' {
  interface RouteMeta {
    /** What the page is called, in the title of the window. */
    title?: string
    /** A page with one thing to do: the tabs below give way to its button. */
    task?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  routes: [
    { path: '/', name: 'home', component: HomePage },
    { path: '/report', name: 'report', component: ReportPage, meta: { title: 'report.title', task: true } },
    { path: '/received/:number', name: 'received', component: ReceivedPage, meta: { title: 'receipt.title' } },
    { path: '/track', name: 'track', component: () => import('./pages/TrackPage.vue'), meta: { title: 'track.title' } },
    { path: '/track/:number', name: 'tracked', component: () => import('./pages/TrackedPage.vue'), meta: { title: 'track.title' } },
    { path: '/mine', name: 'mine', component: () => import('./pages/MinePage.vue'), meta: { title: 'mine.title' } },
    { path: '/map', name: 'map', component: () => import('./pages/AroundPage.vue'), meta: { title: 'around.title' } },
    { path: '/cases/:number', name: 'case', component: () => import('./pages/PublicCasePage.vue'), meta: { title: 'around.one' } },
    { path: '/orders', name: 'orders', component: () => import('./pages/OrdersPage.vue'), meta: { title: 'orders.title' } },
    { path: '/place/:code?', name: 'place', component: () => import('./pages/PlacePage.vue'), meta: { title: 'place.title' } },
    { path: '/alerts/end', name: 'alertEnd', component: () => import('./pages/AlertEndPage.vue'), meta: { title: 'alerts.endTitle' } },
    { path: '/alerts/:code?', name: 'alerts', component: () => import('./pages/AlertsPage.vue'), meta: { title: 'alerts.title' } },
    { path: '/account', name: 'account', component: () => import('./pages/AccountPage.vue'), meta: { title: 'account.title' } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach((to) => (to.name === 'tracked' ? takeFromAddress(to) : true))
