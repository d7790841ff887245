// Only the parts of ECharts that are drawn with.
import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as core from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

core.use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export const charts = { init: core.init }
export type Chart = ReturnType<typeof core.init>
