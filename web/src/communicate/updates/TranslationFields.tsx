import { Anchor, Group, Stack, Text, Textarea } from '@mantine/core'
import type { Parts } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { languageName } from '../../prepare/templates/names.ts'
import { t, tOf } from '../../strings/t.ts'
import { type Draft, finalPartKeys, partKeys, type Translations } from './draft.ts'

/** The same text in other languages, folded: where a template gives it, it stands here to be looked at and changed. */
export function TranslationFields({ draft, offered, onChange }: { draft: Draft; offered: Translations; onChange: (translations: Translations) => void }) {
  const translations = draft.translations ?? {}
  const missing = Object.keys(offered).filter((locale) => !Object.hasOwn(translations, locale))
  const leaveOut = (locale: string) => onChange(Object.fromEntries(Object.entries(translations).filter(([each]) => each !== locale)))
  return (
    <>
      {Object.entries(translations).map(([locale, parts]) => (
        <details key={locale}>
          <summary>
            <Text span size="sm" fw={600}>
              {t('templates.also', { language: languageName(locale) })}
            </Text>
          </summary>
          <Stack gap="xs" mt="xs">
            <Text size="xs" c="dimmed">
              {t('templates.alsoHint', { language: languageName(locale) })}
            </Text>
            <Fields locale={locale} parts={parts} original={draft.parts} onChange={(changed) => onChange({ ...translations, [locale]: changed })} />
            <Anchor component="button" type="button" size="sm" onClick={() => leaveOut(locale)} style={{ alignSelf: 'flex-end' }}>
              {t('templates.leaveOut', { language: languageName(locale) })}
            </Anchor>
          </Stack>
        </details>
      ))}
      {missing.length > 0 && (
        <Group gap="sm">
          {missing.map((locale) => (
            <Anchor key={locale} component="button" type="button" size="sm" onClick={() => onChange({ ...translations, [locale]: offered[locale] as Parts })}>
              {t('templates.fillIn', { language: languageName(locale) })}
            </Anchor>
          ))}
        </Group>
      )}
    </>
  )
}

const keys = [...new Set([...partKeys, ...finalPartKeys])]

/** The parts that the English text has, or this one. */
function Fields({ locale, parts, original, onChange }: { locale: string; parts: Parts; original: Parts; onChange: (parts: Parts) => void }) {
  return (['title', ...keys] as const)
    .filter((key) => key === 'title' || parts[key] !== undefined || original[key]?.trim())
    .map((key) => (
      <Textarea
        key={key}
        lang={locale}
        label={key === 'title' ? t('part.title') : tOf('part', key)}
        description={key !== 'title' && original[key]?.trim() ? original[key] : undefined}
        minRows={1}
        maxLength={key === 'title' ? 150 : key === 'estimate' ? 500 : 2_000}
        value={parts[key] ?? ''}
        onChange={(event) => onChange({ ...parts, [key]: event.currentTarget.value })}
      />
    ))
}
