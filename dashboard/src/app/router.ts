import { createRouter, createWebHistory } from 'vue-router'
import { homeOf } from './roles'
import { learnPerson, session } from './session'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('@/features/identity/SignInPage.vue') },
    { path: '/wall', name: 'wall', component: () => import('@/features/floor/WallPage.vue'), meta: { title: 'app.wall' } },
    {
      path: '/',
      component: () => import('./Shell.vue'),
      children: [
        { path: '', redirect: () => ({ name: homeOf(session.person) }) },
        {
          path: 'station',
          name: 'station',
          component: () => import('@/features/station/StationPage.vue'),
          meta: { title: 'app.station' },
        },
        {
          path: 'floor',
          name: 'floor',
          component: () => import('@/features/floor/FloorPage.vue'),
          meta: { title: 'app.floor' },
        },
        {
          path: 'calls',
          name: 'calls',
          component: () => import('@/features/calls/CallsPage.vue'),
          meta: { title: 'app.calls' },
        },
        { path: 'customers', name: 'customers', component: () => import('@/features/customers/CustomersPage.vue'), meta: { title: 'app.customers' } },
        { path: 'setup', name: 'setup', component: () => import('@/features/setup/SetupPage.vue'), meta: { title: 'app.setup' } },
        { path: ':rest(.*)*', component: () => import('./NoPage.vue'), meta: { title: 'app.noPage' } },
      ],
    },
  ],
})

router.beforeEach(async (to) => {
  try {
    await learnPerson()
  } catch {
    // The platform is not reachable: the sign-in page says so in words.
    return to.name === 'sign-in' ? true : { name: 'sign-in', query: { to: to.fullPath } }
  }
  if (to.name === 'sign-in') return session.person ? { path: '/' } : true
  return session.person ? true : { name: 'sign-in', query: { to: to.fullPath } }
})
