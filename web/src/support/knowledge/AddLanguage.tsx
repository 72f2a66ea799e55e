import { Autocomplete, Button, Group } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { isLocale } from './knowledge.ts'

export function AddLanguage({ there, add }: { there: string[]; add: (locale: string) => void }) {
  const [locale, setLocale] = useState('')
  const right = isLocale(locale) && !there.includes(locale)
  const go = () => {
    if (!right) return
    add(locale)
    setLocale('')
  }
  return (
    <Group gap="xs" align="flex-end">
      <Autocomplete
        label={t('knowledge.addLanguage')}
        placeholder={t('knowledge.addLanguageHint')}
        w={200}
        maxLength={6}
        data={['en', 'de', 'fr', 'es', 'pt', 'ja'].filter((each) => !there.includes(each))}
        value={locale}
        onChange={setLocale}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go()
        }}
      />
      <Button variant="default" disabled={!right} onClick={go}>
        {t('knowledge.start')}
      </Button>
    </Group>
  )
}
