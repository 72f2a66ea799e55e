import { NumberInput, Radio, SimpleGrid, Stack, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { apologies, houseStyleKey, houseStylePath, type Style } from './house-style.ts'
import { Trial } from './Trial.tsx'

const grades = { least: 4, usual: 8, most: 16 }
const shortestWord = 2

export function HouseStyleForm({ slug, name, stored }: { slug: string; name: string; stored: Style }) {
  const [style, setStyle] = useState(stored)
  const set = (part: Partial<Style>) => setStyle((before) => ({ ...before, ...part }))
  const put = useWrite<Style, Style>({
    method: 'PUT',
    path: houseStylePath(slug),
    touches: [houseStyleKey(slug)],
    done: t('houseStyle.saved', { brand: name }),
  })
  const same = JSON.stringify(style) === JSON.stringify(stored)
  const short = style.banned.find((word) => word.length < shortestWord)
  const wrong = fieldErrors(put.error, ['apology', 'grade', 'banned'] as const)
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
      <Card title={t('houseStyle.of', { brand: name })}>
        <Stack>
          <Radio.Group
            label={t('houseStyle.apology')}
            value={style.apology}
            onChange={(value) => set({ apology: apologies.find((each) => each === value) ?? 'once' })}
          >
            <Stack gap={8} mt={6}>
              {apologies.map((each) => (
                <Radio key={each} value={each} label={tOf('houseStyle.apology', each)} description={tOf('houseStyle.apologyHint', each)} />
              ))}
            </Stack>
          </Radio.Group>
          <NumberInput
            label={t('houseStyle.grade')}
            description={t('houseStyle.gradeHint')}
            min={grades.least}
            max={grades.most}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            value={style.grade}
            error={wrong.grade}
            onChange={(value) => set({ grade: typeof value === 'number' ? value : grades.usual })}
          />
          <TagsInput
            label={t('houseStyle.banned')}
            description={t('houseStyle.bannedHint')}
            placeholder={style.banned.length === 0 ? t('houseStyle.bannedPlaceholder') : ''}
            maxTags={200}
            splitChars={[',', '\n']}
            acceptValueOnBlur
            value={style.banned}
            error={short === undefined ? wrong.banned : t('houseStyle.tooShort', { word: short })}
            onChange={(banned) => set({ banned: banned.map((word) => word.trim()).filter(Boolean) })}
          />
          {!same && (
            <Text size="sm" c="dimmed">
              {t('houseStyle.notSaved')}
            </Text>
          )}
          <ActionButton write={put} body={style} disabled={same || short !== undefined} quiet={Object.keys(wrong).length > 0} may="settings">
            {t('save')}
          </ActionButton>
        </Stack>
      </Card>
      <Trial style={style} />
    </SimpleGrid>
  )
}
