//! A workbook as a bureau keeps one: sixty bases below a merged title, with everything in it that
//! sixty rows typed by several people over several years have.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

pub const DISTRICTS: [&str; 7] = ["江阳区", "龙马潭区", "纳溪区", "泸县", "合江县", "叙永县", "古蔺县"];
const KINDS: [&str; 7] = ["科技场馆", "教育科研", "三农", "企业", "自然资源", "医疗健康", "公共安全"];
const WHAT: [&str; 10] = ["气象站", "茶园", "博物馆", "实验室", "水厂", "果园", "药圃", "地震台", "展览馆", "消防站"];

/// The rows below the header.
pub const BASES: usize = 60;

/// The bytes of the workbook. `phone` of the first base can be chosen, for a second import.
pub fn bases(first_phone: f64) -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("填表说明").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("基地名录").unwrap();
    let title = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 13, "全市科普教育基地名录", &title).unwrap();
    sheet.merge_range(1, 0, 1, 13, "（截至2026年10月，市科学技术局）", &title).unwrap();
    let headings = [
        "序号",
        "基地名称",
        "所在区县",
        "类别",
        "级别",
        "地址",
        "经度",
        "纬度",
        "开放时间",
        "门票",
        "联系电话",
        "命名日期",
        "信息核实日期",
        "备注",
    ];
    for (column, heading) in headings.iter().enumerate() {
        sheet.write(2, column as u16, *heading).unwrap();
    }
    let day = Format::new().set_num_format("yyyy/m/d");
    let mut row = 3;
    let mut group = (row, 0);
    for number in 0..BASES {
        let district = number * DISTRICTS.len() / BASES;
        if number == 30 {
            // A blank row, and the header once more where a printed page ends.
            row += 1;
            for (column, heading) in headings.iter().enumerate() {
                sheet.write(row, column as u16, *heading).unwrap();
            }
            row += 1;
            group = (row, district);
        }
        let (kind, what) = (KINDS[number % 7], WHAT[number % 10]);
        sheet.write(row, 0, (number + 1) as f64).unwrap();
        sheet.write(row, 1, format!("{}第{}科普{what}", DISTRICTS[district], number + 1)).unwrap();
        // Districts are merged over their rows, but for the last two.
        if district != group.1 {
            group = (row, district);
        }
        let last = number + 1 == BASES || (number + 1) * DISTRICTS.len() / BASES != district || number == 29;
        if district >= 5 {
            sheet.write(row, 2, DISTRICTS[district]).unwrap();
        } else if last && row > group.0 {
            sheet.merge_range(group.0, 2, row, 2, DISTRICTS[district], &Format::new()).unwrap();
        } else if last {
            sheet.write(row, 2, DISTRICTS[district]).unwrap();
        }
        sheet.write(row, 3, if number == 7 { "科技场馆类" } else { kind }).unwrap();
        if number % 4 != 1 {
            sheet.write(row, 4, ["国家级", "省级", "市级", "县级"][number % 4]).unwrap();
        }
        sheet.write(row, 5, format!("{}科学路{}号", DISTRICTS[district], number + 1)).unwrap();
        if number % 5 != 4 {
            sheet.write(row, 6, 105.40 + number as f64 / 1000.0).unwrap();
            sheet.write(row, 7, format!("28.{}", 8700 + number)).unwrap();
        }
        let hours = ["周二至周日 09:00-17:00；周一闭馆", "每天 8:30～17:30", "", "预约后开放"][number % 4];
        if !hours.is_empty() {
            sheet.write(row, 8, hours).unwrap();
        }
        match number % 3 {
            0 => sheet.write(row, 9, "免费").unwrap(),
            1 => sheet.write(row, 9, "30元").unwrap(),
            _ => sheet.write(row, 9, "学生半价").unwrap(),
        };
        match number {
            0 => sheet.write(row, 10, first_phone).unwrap(),
            1 => sheet.write(row, 10, "0830-0000001").unwrap(),
            _ if number % 2 == 0 => sheet.write(row, 10, 8_300_000_000.0 + number as f64).unwrap(),
            _ => sheet.write(row, 10, 13_900_000_000.0 + number as f64).unwrap(),
        };
        if number % 2 == 0 {
            sheet
                .write(row, 11, format!("20{:02}年{}月{}日", 10 + number % 15, 1 + number % 12, 1 + number % 28))
                .unwrap();
            let date = ExcelDateTime::from_ymd(2026, 1 + (number % 10) as u8, 1 + (number % 28) as u8).unwrap();
            sheet.write_with_format(row, 12, &date, &day).unwrap();
        } else {
            sheet.write(row, 12, format!("2026/{}/{}", 1 + number % 10, 1 + number % 28)).unwrap();
        }
        if number % 9 == 0 {
            sheet.write(row, 13, "待补照片").unwrap();
        }
        row += 1;
    }
    sheet.write(row + 1, 0, "注：本表由各区县汇总。").unwrap();
    book.save_to_buffer().unwrap()
}
