// Every sentence the page itself says to a citizen, in one place so that a lawyer can read and correct it.

export const STATES = {
  BOT: "智能助手",
  WAITING: "正在排队等顾问",
  WITH_ADVISER: "顾问正在和您说话",
  CLOSED: "这次咨询已经结束",
};

export const SENDERS = { bot: "智能助手", adviser: "法律顾问", system: "服务提示", citizen: "我" };

export const GREETING = {
  lines: [
    "您好，这里是村法通。",
    "遇到法律上的事，用平常话写给我就行，说家乡话也可以。我会告诉您法律怎么规定、去哪里办，也能帮您预约就近的服务室，或者转给法律顾问。",
  ],
  ask: "您可以这样问：",
  examples: [
    "老板拖欠工资怎么办？",
    "怎么申请法律援助？",
    "邻居占了我家地界怎么办？",
    "离婚怎么办手续？",
    "别人借钱不还怎么办？",
  ],
  small: "回答附有法律依据，供您参考，不能代替律师办案。",
};

export const SENDING = {
  queued: "等待发送",
  sending: "正在发送",
  unsent: "还没有发出去，网络好了会自动再发",
  refused: "没有发出去",
  stale: "上次没有发出去",
  resend: "重发",
};

export const NOTES = {
  lost: "以前的咨询记录找不到了，已经为您重新开始。",
  closed: "这次咨询已经结束。还有别的事，可以开始新的咨询。",
  startNew: "开始新的咨询",
  offline: "网络断开了，正在重新连接",
  looking: "正在查找答案",
  typing: "对方正在输入",
};

export const LOCATION = {
  asking: "正在获取位置，请在手机弹出的窗口里点“允许”。",
  denied: "没有拿到位置：您没有允许使用位置。直接写乡镇或村的名字也可以，例如“芦溪镇”。",
  unsupported: "这里用不了定位。请直接写乡镇或村的名字，例如“芦溪镇”。",
  failed: "暂时定不到您的位置。请直接写乡镇或村的名字，例如“芦溪镇”。",
};

export const TIERS = {
  city: "市公共法律服务中心",
  county: "县（市、区）公共法律服务中心",
  township: "乡镇公共法律服务站",
  village: "村居公共法律服务室",
};

export const SERVICES = {
  consultation: "法律咨询",
  legal_aid: "法律援助",
  notary: "公证",
  mediation: "人民调解",
  forensic: "司法鉴定",
  lawyer: "律师服务",
  grassroots: "基层法律服务",
  arbitration: "仲裁",
  community_corrections: "社区矫正",
  aftercare: "安置帮教",
  legal_education: "法治宣传",
};

export const ROLES = {
  village_counsel: "村居法律顾问",
  mediator: "人民调解员",
  law_savvy_villager: "法律明白人",
  legal_assistant: "法律助理",
  lawyer: "律师",
  grassroots: "基层法律服务工作者",
  staff: "工作人员",
};

export const PLACE = {
  address: "地址",
  phone: "电话",
  hours: "开放时间",
  services: "可以办",
  facilities: "有什么设施",
  distance: "距离",
  unknown: "未确认",
  unconfirmed: "开放时间未经确认，去之前请先打12348问一下",
};

export const APPOINTMENT = {
  states: { booked: "已预约", cancelled: "这次预约已取消", arrived: "已签到", done: "已办完", no_show: "没有来" },
  calendar: "加到日历",
  qr: "签到二维码",
  qrOf: "签到用的二维码，预约码 ",
  map: "看地图",
  notNow: "现在打不开，请过一会儿再试。",
  code: "预约码",
  show: "到了请出示这个预约码",
  time: "时间",
  place: "地点",
  service: "事项",
  matter: "事由",
  name: "姓名",
  phone: "电话",
};

export const SHEET = {
  day: "出具日期",
  askedAt: "咨询时间",
  asked: "您问的事",
  subject: "按这一条答复",
  answer: "答复",
  needsPerson: "遇到这种情况最好找人当面看",
  law: "法律依据（原文）",
  other: "另见",
  evidence: "要留好的证据",
  deadline: "期限",
  basis: "依据",
  guide: "办事指南",
  conditions: "什么条件",
  materials: "要带什么",
  procedure: "怎么办",
  timeLimit: "多久",
  fee: "多少钱",
  where: "在哪里办",
  who: "可以找谁",
  place: "就近的服务室",
  mind: "请注意",
  backToChat: "返回对话",
  backToDesk: "返回工作台",
  notHere: "这一页只有在咨询时用的那个浏览器里才打得开。请回到对话，再点一次“打印咨询意见书”。",
  failed: "现在打不开，请过一会儿刷新再试，或者打12348。",
};

export const ELIGIBILITY = {
  print: "打印、存成文件",
  title: "法律援助先查一查",
  made: "查的时间：",
  articles: "法律原文",
  end: "村法通是自动答复的助手，不是律师。拿不准的，打12348，或者到附近的公共法律服务室当面问。",
  missing: "这份结果在这台设备上看不到。它只有查的时候用的那台设备能打开；可以回到对话里再查一次。",
  failed: "暂时打不开，请检查网络，过一会儿再试。",
};
