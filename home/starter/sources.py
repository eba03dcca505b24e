"""The published sources that the starter articles cite."""

from home.starter.writing import Source

CLASSIFICATION = Source(
    "Headache Classification Committee of the International Headache Society. "
    "The International Classification of Headache Disorders, 3rd edition. "
    "Cephalalgia 2018;38(1):1–211.",  # noqa: RUF001
    doi="10.1177/0333102417738202",
)
REFRACTORY_HEADACHE = Source(
    "Pomeroy JL, Marmura MJ, Nahas SJ, Viscusi ER. "
    "Ketamine Infusions for Treatment Refractory Headache. Headache 2017.",
    doi="10.1111/head.13013",
)
CASE_SERIES = Source(
    "Lauritsen C, et al. Intravenous ketamine for subacute treatment of refractory chronic "
    "migraine: a case series. The Journal of Headache and Pain 2016.",
    doi="10.1186/s10194-016-0700-3",
)
EMERGENCY_TRIAL = Source(
    "Etchison AR, Bos L, Ray M, et al. Low-dose Ketamine Does Not Improve Migraine in the "
    "Emergency Department: A Randomized Placebo-controlled Trial. "
    "Western Journal of Emergency Medicine 2018;19(6):952–960.",  # noqa: RUF001
    doi="10.5811/westjem.2018.8.37875",
)
SYSTEMATIC_REVIEW = Source(
    "Chah N, Jones M, Milord S, Al-Eryani K, Enciso R. Efficacy of ketamine in the treatment of "
    "migraines and other unspecified primary headache disorders. "
    "J Dent Anesth Pain Med 2021;21(5):413–429.",  # noqa: RUF001
    doi="10.17245/jdapm.2021.21.5.413",
)
PAIN_GUIDELINES = Source(
    "Cohen SP, et al. Consensus Guidelines on the Use of Intravenous Ketamine Infusions for "
    "Chronic Pain (ASRA, AAPM, ASA). Reg Anesth Pain Med 2018;43(5):521–546.",  # noqa: RUF001
    doi="10.1097/AAP.0000000000000808",
)
FDA_WARNING = Source(
    "U.S. Food and Drug Administration. Warning on compounded ketamine products for psychiatric "
    "disorders, October 2023.",
)
