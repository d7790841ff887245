import { createRouter, createWebHistory } from 'vue-router'
import type { Person } from '@/data/contract'
import { homeOf, isAgent, mayAnswerForData, mayServeCustomers, mayWatchFloor, mayWriteScripts } from './roles'
import { learnPerson, session } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Whose page it is; the page itself says so to others, and the platform refuses them. */
    audience?: (person: Person | null) => boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('@/features/identity/SignInPage.vue') },
    { path: '/wall', name: 'wall', component: () => import('@/features/wall/WallPage.vue'), meta: { title: 'app.wall', audience: mayWatchFloor } },
    {
      path: '/',
      component: () => import('./Shell.vue'),
      children: [
        { path: '', redirect: () => ({ name: homeOf(session.person) }) },
        {
          path: 'station',
          name: 'station',
          component: () => import('@/features/station/StationPage.vue'),
          meta: { title: 'app.station', audience: isAgent },
        },
        {
          path: 'floor',
          name: 'floor',
          component: () => import('@/features/floor/FloorPage.vue'),
          meta: { title: 'app.floor', audience: mayWatchFloor },
        },
        {
          path: 'calls',
          name: 'calls',
          component: () => import('@/features/calls/CallsPage.vue'),
          meta: { title: 'app.calls', audience: mayWatchFloor },
        },
        { path: 'lost-calls', name: 'lost-calls', component: () => import('@/features/lost_calls/LostCallsPage.vue'), meta: { title: 'app.lostCalls', audience: mayWatchFloor } },
        { path: 'voice-messages', name: 'voice-messages', component: () => import('@/features/voice_messages/VoiceMessagesPage.vue'), meta: { title: 'app.voiceMessages', audience: mayWatchFloor } },
        { path: 'reports', name: 'reports', component: () => import('@/features/reports/ReportsPage.vue'), meta: { title: 'app.reports', audience: mayWatchFloor } },
        { path: 'integrity', name: 'integrity', component: () => import('@/features/integrity/IntegrityPage.vue'), meta: { title: 'app.integrity', audience: mayWatchFloor } },
        { path: 'customers', name: 'customers', component: () => import('@/features/customers/CustomersPage.vue'), meta: { title: 'app.customers', audience: mayServeCustomers } },
        { path: 'personal-data', name: 'personal-data', component: () => import('@/features/personal_data/PersonalDataPage.vue'), meta: { title: 'app.personalData', audience: mayAnswerForData } },
        { path: 'setup', name: 'setup', component: () => import('@/features/setup/SetupPage.vue'), meta: { title: 'app.setup', audience: mayWriteScripts } },
        { path: 'rights', name: 'rights', component: () => import('@/features/identity/RightsPage.vue'), meta: { title: 'app.rights' } },
        { path: ':rest(.*)*', component: () => import('./NoPage.vue'), meta: { title: 'app.noPage' } },
      ],
    },
  ],
})

router.beforeEach(async (to, from) => {
  try {
    await learnPerson()
  } catch {
    // The platform is not reachable: the sign-in page says so in words.
    return to.name === 'sign-in' ? true : { name: 'sign-in', query: { to: to.fullPath } }
  }
  if (to.name === 'sign-in') return session.person ? { path: '/' } : true
  // Whoever signs in where somebody else was sent away begins their own day, not the other's.
  if (from.name === 'sign-in' && session.person && to.meta.audience?.(session.person) === false) return { path: '/' }
  return session.person ? true : { name: 'sign-in', query: { to: to.fullPath } }
})
