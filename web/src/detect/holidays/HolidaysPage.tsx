import { Badge, Button, Group, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { HolidaysView } from '../../../../server/src/detect/holidays/holidays.contract.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { atDate } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from '../sources/Sources.module.css'
import { AddDays } from './AddDays.tsx'
import { type Day, holidaysKey, type Sent, together, useHolidays, without } from './holidays.ts'

/** Days on which what is expected is another: of each brand, in its own zone. */
export function HolidaysPage() {
  const brands = useBrands().data ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const brand = chosen ?? brands[0]?.slug
  return (
    <Page title={t('holidays.title')} lead={t('holidays.lead')} size={900}>
      <Stack>
        {brands.length > 1 && (
          <Select
            label={t('sources.brand')}
            allowDeselect={false}
            data={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
            value={brand ?? null}
            onChange={setChosen}
          />
        )}
        {brand && <OfBrand key={brand} brand={brand} />}
      </Stack>
    </Page>
  )
}

function OfBrand({ brand }: { brand: string }) {
  const query = useHolidays(brand)
  return <Loaded query={query}>{(view) => <Calendar key={view.revision} view={view} />}</Loaded>
}

function Calendar({ view: { brand, zone, revision, days: saved } }: { view: HolidaysView }) {
  const [days, setDays] = useState<Day[]>(saved)
  const write = useWrite<HolidaysView, Sent>({
    method: 'PUT',
    path: `/api/brands/${brand}/holidays`,
    touches: [holidaysKey(brand), ['series']],
    done: t('holidays.saved'),
  })
  const changed = JSON.stringify(days) !== JSON.stringify(saved)
  return (
    <Stack>
      <AddDays add={(more) => setDays((before) => together(before, more))} />
      <Paper component="section" aria-label={t('holidays.list')} p="md">
        <Stack gap="sm">
          <Group justify="space-between" align="flex-start">
            <div>
              <Title order={2} size="h4">
                {t('holidays.list')}
              </Title>
              <Text size="sm">{t('holidays.zone', { zone })}</Text>
            </div>
            <ActionButton write={write} body={{ days, revision }} disabled={!changed} may="settings">
              {t('save')}
            </ActionButton>
          </Group>
          {changed && <Text size="sm">{t('holidays.unsaved')}</Text>}
          {days.length === 0 ? (
            <Empty title={t('holidays.none')} text={t('holidays.noneText')} />
          ) : (
            <ul className={styles.list}>
              {days.map((day) => (
                <li key={day.date} className={styles.item}>
                  <Group gap="xs">
                    <Text className="lw-figures" w={110}>
                      {atDate(`${day.date}T12:00:00`)}
                    </Text>
                    <Text>{day.name}</Text>
                    {day.kind === 'special' && <Badge color="gray">{tOf('holidays.short', day.kind)}</Badge>}
                  </Group>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('sources.of', { action: t('sources.remove'), name: `${day.name}, ${day.date}` })}
                    onClick={() => setDays((before) => without(before, day.date))}
                  >
                    {t('sources.remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Stack>
      </Paper>
    </Stack>
  )
}
