import { createI18n } from 'vue-i18n'
import { en } from './locale/en'
import { zhCN } from './locale/zh-CN'

export type Language = 'zh-CN' | 'en'

const REMEMBERED = 'language'

function remembered(): Language {
  return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, en },
})

document.documentElement.lang = i18n.global.locale.value

export function speak(language: Language): void {
  i18n.global.locale.value = language
  localStorage.setItem(REMEMBERED, language)
  document.documentElement.lang = language
}
