import { createRouter, createWebHistory } from 'vue-router'
import { loadSession } from './lib/session'

export const QUEUES = [
  'todo', 'mine', 'registered', 'verify', 'dispatch', 'work', 'check', 'feedback', 'arbitrate', 'rest', 'late', 'due_soon', 'open', 'closed',
] as const

export const router = createRouter({
  history: createWebHistory('/console/'),
  // what one chooses on a page that stands still does not move it
  scrollBehavior: (to, from, saved) => saved ?? (to.meta['still'] && to.path === from.path ? false : { top: 0 }),
  routes: [
    { path: '/', name: 'start', component: () => import('./pages/StartPage.vue') },
    { path: '/login', name: 'login', component: () => import('./pages/LoginPage.vue'), meta: { open: true } },
    { path: '/inbox/:queue', name: 'inbox', component: () => import('./pages/InboxPage.vue') },
    { path: '/notices', name: 'notices', component: () => import('./pages/NoticesPage.vue') },
    { path: '/cases/:number', name: 'case', component: () => import('./pages/CasePage.vue') },
    { path: '/desk', name: 'desk', component: () => import('./pages/DeskPage.vue') },
    { path: '/cases/:number/receipt', name: 'receipt', component: () => import('./pages/ReceiptPage.vue') },
    { path: '/cases/:number/record', name: 'record', component: () => import('./pages/RecordPage.vue') },
    { path: '/cases/:number/papers/:paper', name: 'paper', component: () => import('./pages/PaperPage.vue') },
    { path: '/supervision', name: 'supervision', component: () => import('./pages/SupervisionPage.vue') },
    { path: '/map', name: 'map', component: () => import('./pages/MapPage.vue') },
    { path: '/grids', name: 'grids', component: () => import('./pages/GridsPage.vue') },
    { path: '/cockpit', name: 'cockpit', component: () => import('./pages/CockpitPage.vue') },
    { path: '/numbers', name: 'numbers', component: () => import('./pages/NumbersPage.vue') },
    { path: '/bulletins', name: 'bulletins', component: () => import('./pages/BulletinsPage.vue') },
    { path: '/bulletins/:id', name: 'bulletin', component: () => import('./pages/BulletinPage.vue') },
    { path: '/bulletins/:id/cases', name: 'bulletin-cases', component: () => import('./pages/BulletinCasesPage.vue') },
    { path: '/records', name: 'records', component: () => import('./pages/RecordsPage.vue') },
    { path: '/records/import', name: 'records-import', component: () => import('./pages/RecordsImportPage.vue') },
    { path: '/records/kinds', name: 'records-kinds', component: () => import('./pages/RecordKindsPage.vue') },
    { path: '/records/addresses', name: 'addresses', component: () => import('./pages/AddressesPage.vue') },
    { path: '/records/review', name: 'records-review', component: () => import('./pages/RecordsReviewPage.vue') },
    { path: '/records/linkage', name: 'records-linkage', component: () => import('./pages/RecordsLinkagePage.vue') },
    { path: '/records/:id', name: 'registered', component: () => import('./pages/RegisteredPage.vue') },
    { path: '/forms', name: 'forms', component: () => import('./pages/FormsPage.vue') },
    { path: '/forms/burden', name: 'form-burden', component: () => import('./pages/FormBurdenPage.vue') },
    { path: '/forms/campaigns', name: 'campaigns', component: () => import('./pages/CampaignsPage.vue') },
    { path: '/forms/campaigns/:id', name: 'campaign', component: () => import('./pages/CampaignPage.vue') },
    { path: '/forms/own', name: 'own-forms', component: () => import('./pages/OwnFormsPage.vue') },
    { path: '/forms/own/:id', name: 'own-form', component: () => import('./pages/OwnFormPage.vue') },
    { path: '/forms/:code/records', name: 'form-records', component: () => import('./pages/FormRecordsPage.vue') },
    { path: '/forms/:code', name: 'form-module', component: () => import('./pages/FormModulePage.vue') },
    { path: '/catalogue', name: 'catalogue', component: () => import('./pages/CataloguePage.vue') },
    { path: '/units', name: 'units', component: () => import('./pages/UnitsPage.vue') },
    { path: '/units/import', name: 'units-import', component: () => import('./pages/UnitsImportPage.vue') },
    { path: '/roles', name: 'roles', component: () => import('./pages/RolesPage.vue') },
    { path: '/people', name: 'people', component: () => import('./pages/PeoplePage.vue') },
    { path: '/people/import', name: 'people-import', component: () => import('./pages/PeopleImportPage.vue') },
    { path: '/people/:id', name: 'person', component: () => import('./pages/PersonPage.vue') },
    { path: '/vacancies', name: 'vacancies', component: () => import('./pages/VacanciesPage.vue') },
    { path: '/teams/:code', name: 'team', component: () => import('./pages/TeamPage.vue') },
    { path: '/teams/:code/board', name: 'board', component: () => import('./pages/BoardPage.vue') },
    { path: '/duty', name: 'duty', component: () => import('./pages/DutyPage.vue') },
    { path: '/duty/:id', name: 'duty-desk', component: () => import('./pages/DutyDeskPage.vue') },
    { path: '/posts', name: 'posts', component: () => import('./pages/PostsPage.vue') },
    { path: '/clients', name: 'clients', component: () => import('./pages/ClientsPage.vue') },
    { path: '/webhooks', name: 'webhooks', component: () => import('./pages/WebhooksPage.vue') },
    { path: '/packs', name: 'packs', component: () => import('./pages/PacksPage.vue') },
    { path: '/packs/:id', name: 'pack', component: () => import('./pages/PackPage.vue'), meta: { still: true } },
    { path: '/calendars', name: 'calendars', component: () => import('./pages/CalendarsPage.vue') },
    { path: '/audit', name: 'audit', component: () => import('./pages/AuditPage.vue') },
    { path: '/audit/reveals', name: 'reveals', component: () => import('./pages/RevealsPage.vue') },
    { path: '/settings', name: 'settings', component: () => import('./pages/SettingsPage.vue') },
    { path: '/account', name: 'account', component: () => import('./pages/AccountPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta['open']) return true
  try {
    if (await loadSession()) return true
  } catch {
    return true // the page itself says that the server cannot be reached
  }
  return { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
})
