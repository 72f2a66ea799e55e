import { Checkbox, Group, SimpleGrid, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { ColourField, isColour } from './ColourField.tsx'
import { LogoField } from './LogoField.tsx'
import { LookPreview } from './LookPreview.tsx'
import { brandPath, type Kept, lookKey, useLookPreview, type Wish } from './look.ts'

const usual = { light: '#1a56b8', dark: '#8ab8ff' }

/** Colours, logo and words, with the page that they make beside them; nothing changes for customers before it is saved. */
export function LookForm({ slug, name, kept }: { slug: string; name: string; kept: Kept }) {
  const stored: Wish = { accent: kept.accent, header: kept.header, footer: kept.footer }
  const [wish, setWish] = useState<Wish>(stored)
  const set = (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part }))
  const whole = wish.accent === null || Object.values(wish.accent).every(isColour)
  const preview = useLookPreview(slug, whole ? wish : { ...wish, accent: kept.accent })
  const put = useWrite<Kept, Wish>({
    method: 'PUT',
    path: brandPath(slug, '/theme'),
    touches: [lookKey(slug)],
    done: t('pageLook.saved', { brand: name }),
    after: () => setWish(({ logo: _, ...rest }) => rest),
  })
  const same = JSON.stringify(wish) === JSON.stringify(stored)
  const problem = preview.data?.problem
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
      <Card title={t('pageLook.of', { brand: name })}>
        <Stack>
          <Checkbox
            label={t('pageLook.own')}
            description={t('pageLook.ownHint')}
            checked={wish.accent !== null}
            onChange={(event) => set({ accent: event.currentTarget.checked ? (kept.accent ?? usual) : null })}
          />
          {wish.accent && (
            <Group gap="md" align="flex-start" grow>
              {(['light', 'dark'] as const).map((scheme) => (
                <ColourField
                  key={scheme}
                  label={t(scheme === 'light' ? 'pageLook.light' : 'pageLook.dark')}
                  value={wish.accent?.[scheme] ?? ''}
                  contrast={preview.data?.contrast[scheme] ?? null}
                  onChange={(value) => set({ accent: { ...(wish.accent ?? usual), [scheme]: value } })}
                />
              ))}
            </Group>
          )}
          <LogoField has={kept.logo} logo={wish.logo} onChange={(logo) => (logo === undefined ? setWish(({ logo: _, ...rest }) => rest) : set({ logo }))} />
          <Textarea
            label={t('pageLook.header')}
            description={t('pageLook.wordsHint')}
            minRows={3}
            maxLength={2_000}
            value={wish.header}
            onChange={(event) => set({ header: event.currentTarget.value })}
          />
          <Textarea
            label={t('pageLook.footer')}
            minRows={3}
            maxLength={2_000}
            value={wish.footer}
            onChange={(event) => set({ footer: event.currentTarget.value })}
          />
          {problem && (
            <Text size="sm" className="lw-red" role="alert">
              {problem}
            </Text>
          )}
          {!same && !problem && (
            <Text size="sm" c="dimmed">
              {t('pageLook.notSaved')}
            </Text>
          )}
          <ActionButton write={put} body={wish} disabled={same || !whole || Boolean(problem)} may="settings">
            {t('save')}
          </ActionButton>
        </Stack>
      </Card>
      <LookPreview preview={preview} />
    </SimpleGrid>
  )
}
