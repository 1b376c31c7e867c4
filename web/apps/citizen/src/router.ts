import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', name: 'home', component: () => import('./pages/HomePage.vue') },
    { path: '/report', name: 'report', component: () => import('./pages/ReportPage.vue') },
    { path: '/received/:number', name: 'received', component: () => import('./pages/ReceivedPage.vue') },
    { path: '/track', name: 'track', component: () => import('./pages/TrackPage.vue') },
    { path: '/track/:number', name: 'tracked', component: () => import('./pages/TrackedPage.vue') },
    { path: '/mine', name: 'mine', component: () => import('./pages/MinePage.vue') },
    { path: '/map', name: 'map', component: () => import('./pages/MapPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
