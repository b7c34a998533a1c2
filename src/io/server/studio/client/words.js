// The page's words, in the language of the program.

const chinese = document.documentElement.lang.startsWith("zh");

// Chooses one of two texts.
export const say = (zh, en) => (chinese ? zh : en);

export const isChinese = chinese;

const states = {
  draft: say("草稿", "Draft"),
  unsigned: say("待审核", "To be reviewed"),
  scheduled: say("等待发布", "Scheduled"),
  public: say("已发布", "Published"),
  expired: say("已下线", "Expired"),
  broken: say("有错误", "With errors"),
};

export const stateName = (state) => states[state] ?? state;

// How many comments aren't resolved.
export const openComments = (count) => say(`${count} 条批注未解决`, count === 1 ? "1 open comment" : `${count} open comments`);

// A time of the program, as people say it.
export function moment(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const day = date.toDateString() === new Date().toDateString();
  const options = day ? { hour: "2-digit", minute: "2-digit" } : { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(chinese ? "zh-CN" : "en-GB", options).format(date);
}
