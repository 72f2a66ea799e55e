import { ActionIcon, type MantineColorScheme, Tooltip, useMantineColorScheme } from '@mantine/core'
import { t, tOf } from '../strings/t.ts'
import { Icon, type IconName } from './Icon.tsx'

const following: Record<MantineColorScheme, MantineColorScheme> = { auto: 'light', light: 'dark', dark: 'auto' }
const icons: Record<MantineColorScheme, IconName> = { auto: 'auto', light: 'sun', dark: 'moon' }

/** As the system, light, dark: one button through the three. */
export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const label = t('scheme.label', { scheme: tOf('scheme', colorScheme) })
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={() => setColorScheme(following[colorScheme])}>
        <Icon name={icons[colorScheme]} />
      </ActionIcon>
    </Tooltip>
  )
}
