import { createApp, watch } from 'vue'
import App from './app/App.vue'
import { i18n } from './app/i18n'
import { router } from './app/router'
import { session } from './app/session'
import './app/theme.css'

watch(
  () => session.person,
  (person) => {
    const here = router.currentRoute.value
    if (!person && session.known && here.name !== 'sign-in') {
      void router.replace({ name: 'sign-in', query: { to: here.fullPath } })
    }
  },
)

createApp(App).use(router).use(i18n).mount('#app')
